package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.replay.ReplayState;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** Decides a period of the past again under another policy. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Decides a period of the log again under another policy, and says which routes change and what that does to cost"
                    + " and success, with 95 %% intervals. Nothing is run. Ctrl-C stops it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox replay --from 24h --policy careful.yaml",
            "  ./signalbox replay --from 2026-11-19 --to 2026-11-20 --policy careful",
            "  ./signalbox replay --from 24h --policy shipped --json",
            "",
            "Environment: SIGNALBOX_URL (a gateway elsewhere), SIGNALBOX_API_KEY (sent as bearer token)."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 500;

    @Option(
            names = "--from",
            required = true,
            description = "From then on: 2026-11-20T08:30:00Z, 2026-11-20 (UTC), or how long ago: 24h.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String from;

    @Option(names = "--to", description = "Until then (default: now).")
    private @Nullable String to;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE|NAME",
            description = "A file with parameters, the name of a stored policy, or shipped.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String policy;

    @Option(names = "--limit", paramLabel = "N", description = "Most decisions.")
    private @Nullable Long limit;

    @Option(names = "--weight-cap", paramLabel = "W", description = "At which weights are capped (default: 1000).")
    private @Nullable Double weightCap;

    @Option(names = "--json", description = "Print the report as JSON, and nothing else.")
    private boolean json;

    @Mixin
    private GatewayOption gatewayOption = new GatewayOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode body = body();
        PrintWriter out = spec.commandLine().getOut();
        try (Gateway gateway = gatewayOption.open()) {
            String path = "/v1/replays/"
                    + gateway.post("/v1/replays", body).path("replayId").asText();
            stopOnInterrupt(gateway, path);
            JsonNode answer = awaitEnd(gateway, path);
            ReplayReport report = Json.mapper().treeToValue(answer, ReplayReport.class);
            if (json) {
                out.println(answer.toPrettyString());
            } else {
                tell(report, out);
            }
            out.flush();
            return report.state() == ReplayState.DONE ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (GatewayException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
    }

    private static void tell(ReplayReport report, PrintWriter out) {
        if (report.state() != ReplayState.DONE) {
            out.println("The replay did not come to its end: "
                    + report.state().name().toLowerCase(Locale.ROOT)
                    + (report.problem() == null ? "" : ". " + report.problem().detail()));
        }
        if (report.result() != null) {
            ReplayWords.of(report.result()).forEach(out::println);
        }
    }

    private JsonNode awaitEnd(Gateway gateway, String path) throws GatewayException, InterruptedException, IOException {
        boolean shown = false;
        while (true) {
            JsonNode answer = gateway.get(path);
            ReplayReport report = Json.mapper().treeToValue(answer, ReplayReport.class);
            if (!json && System.console() != null || shown) {
                System.err.print(progress(report));
                System.err.flush();
                shown = true;
            }
            if (report.state().ended()) {
                if (shown) {
                    System.err.println();
                }
                return answer;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static String progress(ReplayReport report) {
        return String.format(
                Locale.ROOT,
                "\r  %3.0f %%  %,d decisions, %,.0f/s  %-9s",
                100 * report.share(),
                report.result() == null ? 0 : report.result().decisions(),
                report.perSecond(),
                report.state().name().toLowerCase(Locale.ROOT));
    }

    private ObjectNode body() throws IOException {
        Instant now = Instant.now();
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("from", PastTime.parse(spec, "--from", from, now).toString());
        if (to != null) {
            body.put("to", PastTime.parse(spec, "--to", to, now).toString());
        }
        Path file = Path.of(policy);
        if (Files.isRegularFile(file)) {
            body.set("parameters", PolicyParametersFile.read(file));
        } else if (policy.contains("/") || policy.endsWith(".yaml") || policy.endsWith(".json")) {
            throw new ParameterException(spec.commandLine(), "There is no file " + policy);
        } else {
            body.put("policy", policy);
        }
        if (limit != null) {
            body.put("limit", limit);
        }
        if (weightCap != null) {
            body.put("weightCap", weightCap);
        }
        return body;
    }

    /** The first Ctrl-C stops the replay, the second leaves at once. */
    private static void stopOnInterrupt(Gateway gateway, String path) {
        boolean[] stopping = {false};
        Signal.handle(new Signal("INT"), signal -> {
            if (stopping[0]) {
                Runtime.getRuntime().halt(130);
            }
            stopping[0] = true;
            Thread.ofVirtual().start(() -> {
                try {
                    gateway.delete(path);
                } catch (GatewayException e) {
                    System.err.println("signalbox: " + e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        });
    }
}
