package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.launcher.task.ForPeople;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sessions in words. */
final class SessionWords {

    private SessionWords() {}

    static boolean hasEnded(JsonNode session) {
        return session.path("status").asText().equals("ended");
    }

    static String line(JsonNode session) {
        return String.format(
                Locale.ROOT,
                "%s  %-6s %-9s %s: %s",
                session.path("sessionId").asText(),
                session.path("status").asText(),
                session.path("complexity").asText(),
                String.join(", ", roles(session.path("agents"))),
                plain(session.path("taskDescription"), 60));
    }

    static String agent(JsonNode agent) {
        return String.format(
                Locale.ROOT,
                "  %-18s %-9s %4.1f GiB expected, %4.1f used  %s",
                agent.path("role").asText(),
                agent.path("status").asText(),
                agent.path("estimatedGib").asDouble(),
                agent.path("usedGib").asDouble(),
                plain(agent.hasNonNull("because") ? agent.path("because") : agent.path("reason"), 80));
    }

    /** One that is active. */
    static List<String> active(JsonNode session) {
        List<String> lines = new ArrayList<>();
        lines.add(session.path("sessionId").asText() + "  "
                + session.path("status").asText());
        lines.add("  " + plain(session.path("taskDescription"), 100));
        session.path("agents").forEach(agent -> lines.add(agent(agent)));
        lines.add(money(session.path("account")) + ", reserved "
                + ForPeople.money(session.path("account").path("reserved")));
        if (session.path("account").hasNonNull("heldPerHour")) {
            lines.add("  held sandboxes cost "
                    + ForPeople.money(session.path("account").path("heldPerHour")) + " an hour");
        }
        JsonNode savings = session.path("savings");
        lines.add(String.format(
                Locale.ROOT,
                "  %.0f %% less memory than all %d roles",
                savings.path("percent").asDouble(),
                savings.path("roles").asInt()));
        lines.add("  why: " + plain(session.path("reasoning"), 300));
        lines.add("  times out at " + ForPeople.time(session.path("timesOutAt")) + " unless it is used");
        return lines;
    }

    /**
     * One that has ended: its agents are in no state any more.
     *
     * @param events what happened in it, with what its end set free; may be empty
     */
    static List<String> ended(JsonNode session, JsonNode events) {
        List<String> lines = new ArrayList<>();
        String reason = plain(session.path("endReason"), 80);
        lines.add(session.path("sessionId").asText() + "  ended"
                + (session.hasNonNull("endedAt") ? " at " + ForPeople.time(session.path("endedAt")) : "")
                + lasted(session)
                + (reason.isEmpty() || reason.equals("ended") ? "" : " (" + reason.replace('_', ' ') + ")"));
        lines.add("  " + plain(session.path("taskDescription"), 100));
        List<String> roles = roles(session.path("agents"));
        StringBuilder freed =
                new StringBuilder("  agents that ended: ").append(roles.isEmpty() ? "none" : String.join(", ", roles));
        for (JsonNode event : events) {
            if (event.has("freedGib") && event.has("agentsTerminated")) {
                freed.append(String.format(
                        Locale.ROOT,
                        "; %.2f GiB are free",
                        event.path("freedGib").asDouble()));
            }
        }
        lines.add(freed.toString());
        lines.add(money(session.path("account")));
        return lines;
    }

    private static String lasted(JsonNode session) {
        try {
            return ", after "
                    + ForPeople.duration(Duration.between(
                            Instant.parse(session.path("createdAt").asText()),
                            Instant.parse(session.path("endedAt").asText())));
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static String money(JsonNode account) {
        return "  spent " + ForPeople.money(account.path("spent"))
                + (account.hasNonNull("budget") ? " of " + ForPeople.money(account.path("budget")) : "");
    }

    private static List<String> roles(JsonNode agents) {
        List<String> roles = new ArrayList<>();
        agents.forEach(agent -> roles.add(agent.path("role").asText()));
        return roles;
    }
}
