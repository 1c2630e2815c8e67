package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.plain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Workflows in words. */
final class WorkflowWords {

    private WorkflowWords() {}

    static String line(JsonNode view) {
        return String.format(
                Locale.ROOT,
                "%s  %-17s %d of %d steps  $%s  %s",
                view.path("workflowId").asText(),
                view.path("status").asText(),
                view.path("done").asInt(),
                view.path("of").asInt(),
                view.path("spent").asText("0"),
                plain(view.path("goal"), 60));
    }

    static String event(JsonNode event) {
        String progress = event.path("of").asInt() == 0
                ? ""
                : "[" + event.path("done").asInt() + "/" + event.path("of").asInt() + "] ";
        return progress + plain(event.path("message"), 300);
    }

    static List<String> whole(JsonNode view) {
        List<String> lines = new ArrayList<>();
        lines.add(line(view));
        if (view.hasNonNull("because")) {
            lines.add("  " + plain(view.path("because"), 500));
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
        lines.add("  quote  $" + quote.path("expectedCost").asText() + " expected, $"
                + quote.path("p90Cost").asText() + " in nine of ten cases; "
                + time(quote.path("expectedDuration")) + " expected, " + time(quote.path("p90Duration"))
                + " in nine of ten; " + view.path("agents").size() + " agents, budget $"
                + view.path("budget").asText());
        quote.path("notes").forEach(note -> lines.add("  note   " + plain(note, 300)));
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
                    "  %-28s %-9s %-24s %d %s  $%s  %s",
                    plain(step.path("name"), 28),
                    step.path("status").asText(),
                    plain(step.path("agent"), 24),
                    step.path("tries").asInt(),
                    step.path("tries").asInt() == 1 ? "try  " : "tries",
                    step.path("cost").asText(),
                    time(step.path("duration"))));
            step.path("feedback").forEach(said -> lines.add("      sent back: " + plain(said, 200)));
            step.path("files")
                    .forEach(file -> lines.add("      " + plain(file.path("path"), 100) + "  "
                            + file.path("size").asText() + " bytes"));
        }
        lines.add("  cost $" + report.path("cost").asText() + " (planning $"
                + report.path("planningCost").asText() + ") of $"
                + report.path("budget").asText() + "; quoted $"
                + report.path("expectedCost").asText("-")
                + (report.hasNonNull("againstQuote")
                        ? String.format(
                                Locale.ROOT,
                                ", work took %.0f %% of that",
                                100 * report.path("againstQuote").asDouble())
                        : ""));
        if (report.hasNonNull("duration")) {
            lines.add("  took " + time(report.path("duration")) + "; reviews failed "
                    + report.path("reviewFailures").asInt() + " times; approved by "
                    + plain(report.path("approvedBy"), 60));
        }
        report.path("notes").forEach(note -> lines.add("  note: " + plain(note, 300)));
        return lines;
    }

    private static String time(JsonNode duration) {
        if (!duration.isTextual()) {
            return "-";
        }
        Duration time = Duration.parse(duration.asText());
        return time.toMinutes() < 1
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : time.toHours() < 1
                        ? time.toMinutes() + " min"
                        : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
