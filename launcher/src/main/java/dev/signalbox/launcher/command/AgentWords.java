package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.task.ForPeople;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Agents and their versions in words. */
final class AgentWords {

    /** States of a pipeline that change by themselves. */
    static final Set<String> GOES_ON = Set.of("running");

    /** What a new version is made of. */
    private static final List<String> SPECIFICATION = List.of(
            "role",
            "name",
            "description",
            "skills",
            "tools",
            "systemPrompt",
            "model",
            "configuration",
            "emoji",
            "codeTemplate",
            "environment",
            "tests");

    private AgentWords() {}

    static ObjectNode specification(JsonNode agent) {
        ObjectNode specification = Json.mapper().createObjectNode();
        for (String name : SPECIFICATION) {
            if (agent.hasNonNull(name)) {
                specification.set(name, agent.get(name));
            }
        }
        return specification;
    }

    static String line(JsonNode agent) {
        String versions = onDuty(agent);
        int newest = agent.path("latestVersion").asInt(agent.path("version").asInt());
        if (newest != agent.path("deployedVersion").asInt()
                && newest != agent.at("/canary/version").asInt()) {
            versions += ", v" + newest + " newest";
        }
        return String.format(
                Locale.ROOT,
                "%-24s %-8s %-32s %s",
                agent.path("agentId").asText(),
                agent.path("status").asText(),
                versions,
                plain(agent.path("description"), 70));
    }

    /** Which versions get tasks. */
    private static String onDuty(JsonNode agent) {
        return (agent.hasNonNull("deployedVersion")
                        ? "v" + agent.path("deployedVersion").asText()
                        : "none")
                + " on duty"
                + (agent.hasNonNull("canary")
                        ? ", v" + agent.at("/canary/version").asText() + " on trial with "
                                + agent.at("/canary/share").asText()
                        : "");
    }

    /**
     * An agent that was just given a version: that one and what is on duty, apart.
     *
     * @param pipeline of the new version; empty where it is not known
     */
    static String sent(JsonNode agent, JsonNode pipeline) {
        String id = agent.path("agentId").asText();
        String state = pipeline.path("state").asText("running");
        String stage = pipeline.path("stage").asText();
        String how = switch (state) {
            case "running" -> "on its way" + (stage.isEmpty() || stage.equals("draft") ? "" : ", " + words(stage));
            case "failed" -> "failed" + (stage.isEmpty() ? "" : " at " + words(stage));
            default -> words(stage) + ", " + state;
        };
        return id + ": v" + agent.path("version").asText() + " " + how + " (" + onDuty(agent)
                + "); see ./signalbox agent pipeline " + id;
    }

    /** An agent with a version that stays a draft. */
    static String draft(JsonNode agent) {
        return agent.path("agentId").asText() + ": v" + agent.path("version").asText() + " is a draft (" + onDuty(agent)
                + ")";
    }

    private static String words(String stage) {
        return stage.replace('_', ' ');
    }

    static String version(JsonNode version) {
        return String.format(
                Locale.ROOT,
                "v%-3s %-18s %s  by %s%s",
                version.path("version").asText(),
                version.path("status").asText(),
                ForPeople.time(version.path("createdAt")),
                version.path("createdBy").asText(version.path("origin").asText()),
                version.hasNonNull("pipeline")
                        ? ", pipeline " + version.path("pipeline").asText()
                        : "");
    }

    static String step(JsonNode step) {
        return "  " + ForPeople.time(step.path("at")) + "  "
                + step.path("stage").asText() + "  "
                + ForPeople.words(plain(step.path("message"), 300))
                + (step.hasNonNull("problem") ? ": " + plain(step.at("/problem/detail"), 500) : "");
    }

    static List<String> pipeline(JsonNode pipeline) {
        List<String> lines = new ArrayList<>();
        lines.add(pipeline.path("agentId").asText() + "@"
                + pipeline.path("version").asText() + "  "
                + pipeline.path("stage").asText() + ", "
                + pipeline.path("state").asText() + ": "
                + ForPeople.words(plain(pipeline.path("message"), 300)));
        if (pipeline.hasNonNull("problem")) {
            lines.add("  " + plain(pipeline.at("/problem/title"), 100) + ": "
                    + plain(pipeline.at("/problem/detail"), 500));
        }
        for (JsonNode test : pipeline.path("tests")) {
            lines.add("  test " + test.path("index").asText() + "  "
                    + test.path("verdict").asText() + "  " + plain(test.path("label"), 60) + "  "
                    + plain(test.path("because"), 200));
        }
        lines.add("  took " + ForPeople.duration(pipeline.path("duration")) + ", cost "
                + ForPeople.money(pipeline.path("cost")));
        return lines;
    }

    static List<String> diff(JsonNode diff) {
        List<String> lines = new ArrayList<>();
        lines.add(diff.path("agentId").asText() + " v" + diff.path("from").asText() + " -> v"
                + diff.path("to").asText());
        for (JsonNode field : diff.path("fields")) {
            lines.add("  " + field.path("field").asText() + ": "
                    + field.path("from").toString() + " -> " + field.path("to").toString());
        }
        if (diff.hasNonNull("systemPrompt")) {
            diff.path("systemPrompt").asText().lines().forEach(line -> lines.add("  " + line));
        }
        if (lines.size() == 1) {
            lines.add("  nothing differs");
        }
        return lines;
    }

    static List<String> evidence(JsonNode evidence) {
        List<String> lines = new ArrayList<>();
        for (JsonNode version : evidence.path("versions")) {
            lines.add(tally("v" + version.path("version").asText(), version.path("all")));
            for (JsonNode tally : version.path("classes")) {
                lines.add("  " + tally(plain(tally.path("taskClass"), 40), tally));
            }
            if (version.hasNonNull("validation")) {
                lines.add("  " + tally("its own tests", version.path("validation")));
            }
        }
        return lines.isEmpty() ? List.of("There is none yet.") : lines;
    }

    private static String tally(String label, JsonNode tally) {
        return String.format(
                Locale.ROOT,
                "%-24s %5d %s  success %s  cost $%s  latency %s s",
                label,
                tally.path("runs").asLong(),
                tally.path("runs").asLong() == 1 ? "run " : "runs",
                estimate(tally.path("success")),
                estimate(tally.path("cost")),
                estimate(tally.path("latency")));
    }

    private static String estimate(JsonNode estimate) {
        return estimate.isObject()
                ? String.format(
                        Locale.ROOT,
                        "%.4g (%.4g to %.4g)",
                        estimate.path("mean").asDouble(),
                        estimate.path("low").asDouble(),
                        estimate.path("high").asDouble())
                : "-";
    }
}
