package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Named routing policies. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Named routing policies: what differs from the shipped one. The active policy decides; those in the state shadow"
                    + " decide beside it without effect, to be compared; drafts are only kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox policy put careful careful.yaml --state shadow",
            "  ./signalbox policy compare careful --since 6h",
            "  ./signalbox policy put careful careful.yaml --state active",
            "  ./signalbox policy list"
        })
public final class PolicyCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, show, put, delete or compare");
    }

    /** What a command does with the gateway. */
    private interface Action {
        void on(Gateway gateway, PrintWriter out) throws GatewayException, InterruptedException, IOException;
    }

    private int with(GatewayOption option, Action action) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Gateway gateway = option.open()) {
            action.on(gateway, out);
            out.flush();
            return ExitCode.OK;
        } catch (GatewayException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "All policies.")
    int list(@Mixin GatewayOption gateway) throws IOException, InterruptedException {
        return with(gateway, (to, out) -> {
            JsonNode policies = to.get("/v1/policies").path("policies");
            policies.forEach(policy -> out.println(line(policy)));
            if (policies.isEmpty()) {
                out.println("There are none; the shipped policy decides.");
            }
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "One policy, as JSON.")
    int show(
            @Mixin GatewayOption gateway,
            @Parameters(paramLabel = "NAME", description = "Name of the policy.") String name,
            @Option(names = "--version-number", paramLabel = "N", description = "An earlier version.") @Nullable
                    Integer version)
            throws IOException, InterruptedException {
        return with(
                gateway,
                (to, out) -> out.println(to.get(path(name) + (version == null ? "" : "?version=" + version))
                        .toPrettyString()));
    }

    @Command(mixinStandardHelpOptions = true, description = "Stores a policy, after the router checked it.")
    int put(
            @Mixin GatewayOption gateway,
            @Parameters(paramLabel = "NAME", description = "Name of the policy.") String name,
            @Parameters(paramLabel = "FILE", description = "Its parameters, YAML or JSON.") Path file,
            @Option(
                            names = "--state",
                            description = "One of ${COMPLETION-CANDIDATES}; DRAFT when left out.",
                            defaultValue = "DRAFT")
                    PolicyPublished.State state,
            @Option(names = "--description", description = "For people; kept as it is when left out.") @Nullable
                    String description)
            throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "There is no file " + file);
        }
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("state", state.name().toLowerCase(Locale.ROOT));
        body.set("parameters", PolicyParametersFile.read(file));
        return with(gateway, (to, out) -> {
            body.put("description", description == null ? descriptionSoFar(to, name) : description);
            out.println(line(to.put(path(name), body)));
        });
    }

    private static String descriptionSoFar(Gateway gateway, String name)
            throws GatewayException, InterruptedException, IOException {
        for (JsonNode policy : gateway.get("/v1/policies").path("policies")) {
            if (policy.path("name").asText().equals(name)) {
                return policy.path("description").asText();
            }
        }
        return "";
    }

    private static String path(String name) {
        return "/v1/policies/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Command(mixinStandardHelpOptions = true, description = "Withdraws a policy; its versions are kept.")
    int delete(
            @Mixin GatewayOption gateway,
            @Parameters(paramLabel = "NAME", description = "Name of the policy.") String name)
            throws IOException, InterruptedException {
        return with(gateway, (to, out) -> {
            to.delete(path(name));
            out.println(name + " is withdrawn");
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "Compares a policy with what decided.")
    int compare(
            @Mixin GatewayOption gateway,
            @Parameters(paramLabel = "NAME", description = "Name of the policy.") String name,
            @Option(names = "--since", description = "A time, or how long ago: 6h (default: 1h).", defaultValue = "1h")
                    String since,
            @Option(names = "--json", description = "Print JSON, and nothing else.") boolean json)
            throws IOException, InterruptedException {
        Instant from = PastTime.parse(spec, "--since", since, Instant.now());
        return with(gateway, (to, out) -> {
            JsonNode answer = to.get(
                    path(name) + "/comparison?since=" + URLEncoder.encode(from.toString(), StandardCharsets.UTF_8));
            if (json) {
                out.println(answer.toPrettyString());
            } else {
                ReplayWords.of(Json.mapper().treeToValue(answer.path("result"), ReplayResult.class))
                        .forEach(out::println);
            }
        });
    }

    private static String line(JsonNode policy) {
        return String.format(
                Locale.ROOT,
                "%-24s %-7s %s",
                policy.path("label").asText(),
                policy.path("state").asText(),
                policy.path("description").asText());
    }
}
