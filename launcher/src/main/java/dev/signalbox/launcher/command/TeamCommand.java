package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells who should work on a task. */
@Command(
        name = "team",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Recommends who should work on a task: roles, what they need, and how long it takes. Runs nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox team \"Add user authentication feature\"",
            "  ./signalbox team --json \"Plan Q2 roadmap and budget allocation\"",
            "",
            "Environment: SIGNALBOX_URL (a gateway elsewhere), SIGNALBOX_API_KEY (sent as bearer token)."
        })
public final class TeamCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "TEXT", description = "What is to be done; - reads standard input.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String text;

    @Option(names = "--json", description = "Print the recommendation as JSON, and nothing else.")
    private boolean json;

    @Mixin
    private final GatewayOption address = new GatewayOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("prompt", text.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : text);
        PrintWriter out = spec.commandLine().getOut();
        try (Gateway gateway = address.open()) {
            JsonNode answer = gateway.post("/v1/team-recommendations", body);
            out.print(
                    json
                            ? answer.toPrettyString() + "\n"
                            : words(Json.mapper().treeToValue(answer, TeamRecommendation.class)));
            out.flush();
            return ExitCode.OK;
        } catch (GatewayException e) {
            System.err.println(e.getMessage());
            return e.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
    }

    /** The team as a small table, and why. */
    static String words(TeamRecommendation team) {
        StringBuilder words = new StringBuilder();
        for (TeamRecommendation.Member member : team.members()) {
            words.append(String.format(
                    Locale.ROOT,
                    "  %-18s %4.1f GiB  %3.1f CPUs  %s%n",
                    member.role(),
                    member.memoryGib(),
                    member.cpus(),
                    member.because()));
        }
        return words.append(String.format(
                        Locale.ROOT,
                        "  %-18s %4.1f GiB  %3.1f CPUs  about %s%n",
                        "together",
                        team.memoryGib(),
                        team.cpus(),
                        time(team.estimatedTime())))
                .append(team.reasoning())
                .append('\n')
                .toString();
    }

    private static String time(Duration duration) {
        long hours = duration.toHours();
        int minutes = duration.toMinutesPart();
        return hours == 0 ? minutes + " min" : minutes == 0 ? hours + " h" : hours + " h " + minutes + " min";
    }
}
