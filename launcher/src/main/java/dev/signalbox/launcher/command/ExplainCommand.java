package dev.signalbox.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.launcher.task.ForPeople;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import dev.signalbox.launcher.task.Summary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a task went where it went, and why not elsewhere. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Says why each attempt of a task went where it went; with --why-not, what would have to change for it"
                        + " to go elsewhere.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox explain 019a9f6e-3c11-7c55-9c1e-2f64d1b0a7e3",
            "  ./signalbox explain 019a9f6e-3c11-7c55-9c1e-2f64d1b0a7e3 --why-not e2b"
        })
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String task = "";

    @Option(names = "--attempt", description = "Only this attempt.")
    private @Nullable Integer attempt;

    @Option(names = "--why-not", paramLabel = "BACKEND", description = "A backend that was not taken.")
    private @Nullable String whyNot;

    @Option(
            names = {"-t", "--tier"},
            description = "With --why-not: its tier; any when left out.")
    private @Nullable String tier;

    @Option(
            names = {"-m", "--model"},
            description = "With --why-not: a model; any when left out.")
    private @Nullable String model;

    @Option(names = "--json", description = "Print the answer as JSON, and nothing else.")
    private boolean json;

    @Mixin
    private final GatewayOption address = new GatewayOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        String path = "/v1/tasks/" + encoded(task) + "/decision";
        try (Gateway gateway = address.open()) {
            if (whyNot != null) {
                whyNot(gateway, path, whyNot);
            } else {
                decisions(gateway, path);
            }
            return 0;
        } catch (GatewayException e) {
            System.err.println(e.getMessage());
            return e.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
    }

    private void whyNot(Gateway gateway, String path, String backend)
            throws GatewayException, InterruptedException, JsonProcessingException {
        JsonNode answer = gateway.get(path + "/why-not?backend=" + encoded(backend) + parameter("tier", tier)
                + parameter("model", model) + parameter("attempt", attempt));
        if (json) {
            System.out.println(answer.toPrettyString());
            return;
        }
        WhyNotAnswer parsed = Json.mapper().treeToValue(answer, WhyNotAnswer.class);
        System.out.println(ForPeople.words(parsed.answer()));
    }

    /** Of every attempt, the first one first. */
    private void decisions(Gateway gateway, String path)
            throws GatewayException, InterruptedException, JsonProcessingException {
        JsonNode last = gateway.get(path + (attempt == null ? "" : "?attempt=" + attempt));
        int to = last.path("attempt").asInt();
        ArrayNode all = Json.mapper().createArrayNode();
        for (int i = attempt == null ? 1 : to; i < to; i++) {
            all.add(gateway.get(path + "?attempt=" + i));
        }
        all.add(last);
        if (json) {
            System.out.println(all.toPrettyString());
            return;
        }
        for (JsonNode each : all) {
            DecisionRecord record = Json.mapper().treeToValue(each, DecisionRecord.class);
            RouteDecision decision = record.decision();
            System.out.println("attempt   " + record.attempt() + ", decided at " + ForPeople.time(record.decidedAt()));
            if (decision == null) {
                System.out.println("no route  the task was refused before routes were weighed");
            } else {
                Summary.of(decision).forEach(System.out::println);
            }
        }
    }

    private static String parameter(String name, @Nullable Object value) {
        return value == null ? "" : "&" + name + "=" + encoded(value.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
