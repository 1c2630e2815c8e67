package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds agents for a task. */
@Command(
        name = "match",
        mixinStandardHelpOptions = true,
        description = "Finds the agents for a task, with how probable it is that they are the right ones; where none is"
                + " good enough, the agent that should be made. Runs nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox match \"Review this contract for GDPR\"",
            "  ./signalbox match \"Translate the manual\" --skill translation --propose"
        })
public final class MatchCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "TEXT", description = "What is to be done.")
    private String text = "";

    @Option(names = "--skill", paramLabel = "SKILL", description = "A skill that the agent must have; may be repeated.")
    private List<String> skills = new ArrayList<>();

    @Option(names = "--limit", description = "At most so many agents, 1 to 50.", defaultValue = "5")
    private int limit;

    @Option(names = "--propose", description = "Propose the agent that is missing; a human decides.")
    private boolean propose;

    @Mixin
    private final GatewayWork work = new GatewayWork();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode();
        skills.forEach(body.putArray("requiredSkills")::add);
        if (propose) {
            body.put("taskDescription", text);
            return work.ask(
                    gateway -> gateway.post(ApprovalsCommand.APPROVALS + "/proposals", body), ApprovalsCommand::whole);
        }
        body.put("prompt", text).put("limit", limit);
        return work.ask(gateway -> gateway.post("/v1/agents/matches", body), MatchCommand::words);
    }

    private static List<String> words(JsonNode matches) {
        List<String> lines = new ArrayList<>(GatewayWork.lines(
                matches.path("matches"),
                "No agent matches.",
                match -> String.format(
                        Locale.ROOT,
                        "  %3.0f %%  %-24s %s%s",
                        100 * match.path("score").asDouble(),
                        match.path("agent").asText() + "@"
                                + match.path("version").asText(),
                        GatewayWork.plain(match.path("name"), 60),
                        match.path("missingSkills").isEmpty()
                                ? ""
                                : "  lacks " + match.path("missingSkills").toString())));
        JsonNode proposal = matches.path("proposal");
        if (proposal.isObject()) {
            lines.add("Should be made: " + GatewayWork.plain(proposal.path("name"), 60) + " ("
                    + proposal.path("role").asText() + "), " + GatewayWork.plain(proposal.path("because"), 300));
            lines.add("Ask for it with --propose");
        }
        return lines;
    }
}
