package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.launcher.task.ForPeople;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Workflows in words. */
final class WorkflowWords {

    private WorkflowWords() {}

    static String line(JsonNode view) {
        return String.format(
                Locale.ROOT,
                "%s  %-17s %d of %s  %s  %s",
                view.path("workflowId").asText(),
                view.path("status").asText(),
                view.path("done").asInt(),
                ForPeople.count(view.path("of").asInt(), "step"),
                ForPeople.money(view.path("spent")),
                plain(view.path("goal"), 60));
    }

    static String event(JsonNode event) {
        String progress = event.path("of").asInt() == 0
                ? ""
                : "[" + event.path("done").asInt() + "/" + event.path("of").asInt() + "] ";
        return progress + ForPeople.words(plain(event.path("message"), 300));
    }

    static List<String> whole(JsonNode view) {
        List<String> lines = new ArrayList<>();
        lines.add(line(view));
        if (view.hasNonNull("because")) {
            lines.add("  " + ForPeople.words(plain(view.path("because"), 500)));
        }
        if (view.hasNonNull("planned")) {
            lines.add("  planned " + plain(view.path("planned"), 200) + ": " + plain(view.path("plan"), 300));
        }
        view.path("agents")
                .forEach(agent -> lines.add("  agent  " + plain(agent.path("name"), 40) + " ("
                        + plain(agent.path("type"), 40) + ")  "
                        + agent.path("model").asText("model by the router")));
        view.path("steps").forEach(step -> lines.add(step(step)));
        if (view.path("status").asText().equals("awaiting_approval")) {
            lines.addAll(quote(view));
        }
        return lines;
    }

    private static String step(JsonNode step) {
        return String.format(
                Locale.ROOT,
                "  step   %-28s %-9s %s%s",
                plain(step.path("name"), 28),
                step.path("status").asText(),
                plain(step.path("agent"), 40),
                step.path("tries").size() > 1 ? "  (" + step.path("tries").size() + " tries)" : "");
    }

    /** What a human decides about. */
    static List<String> quote(JsonNode view) {
        JsonNode quote = view.path("quote");
        String id = view.path("workflowId").asText();
        List<String> lines = new ArrayList<>();
        lines.add("  quote  " + ForPeople.money(quote.path("expectedCost")) + " expected, "
                + ForPeople.money(quote.path("p90Cost")) + " in nine of ten cases; "
                + ForPeople.duration(quote.path("expectedDuration")) + " expected, "
                + ForPeople.duration(quote.path("p90Duration"))
                + " in nine of ten; " + ForPeople.count(view.path("agents").size(), "agent") + ", budget "
                + ForPeople.money(view.path("budget")));
        quote.path("notes").forEach(note -> lines.add("  note   " + ForPeople.words(plain(note, 300))));
        lines.add("  It waits for you: ./signalbox workflow approve " + id + " (or refuse)");
        return lines;
    }

    static List<String> report(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.path("workflowId").asText() + "  "
                + report.path("status").asText() + "  " + plain(report.path("goal"), 80));
        for (JsonNode step : report.path("steps")) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-28s %-9s %-24s %d %s  %s  %s",
                    plain(step.path("name"), 28),
                    step.path("status").asText(),
                    plain(step.path("agent"), 24),
                    step.path("tries").asInt(),
                    step.path("tries").asInt() == 1 ? "try  " : "tries",
                    ForPeople.money(step.path("cost")),
                    ForPeople.duration(step.path("duration"))));
            step.path("feedback").forEach(said -> lines.add("      sent back: " + plain(said, 200)));
            step.path("files")
                    .forEach(file -> lines.add("      " + plain(file.path("path"), 100) + "  "
                            + ForPeople.count(file.path("size").asLong(), "byte")));
        }
        lines.add("  cost " + ForPeople.money(report.path("cost")) + " (planning "
                + ForPeople.money(report.path("planningCost")) + ") of "
                + ForPeople.money(report.path("budget")) + "; quoted "
                + (report.hasNonNull("expectedCost") ? ForPeople.money(report.path("expectedCost")) : "-")
                + (report.hasNonNull("againstQuote")
                        ? String.format(
                                Locale.ROOT,
                                ", work took %.0f %% of that",
                                100 * report.path("againstQuote").asDouble())
                        : ""));
        if (report.hasNonNull("duration")) {
            lines.add("  took " + ForPeople.duration(report.path("duration")) + "; reviews failed "
                    + ForPeople.count(report.path("reviewFailures").asInt(), "time") + "; approved by "
                    + plain(report.path("approvedBy"), 60));
        }
        report.path("notes").forEach(note -> lines.add("  note: " + ForPeople.words(plain(note, 300))));
        return lines;
    }
}
