package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.Identifiers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are recorded before they are passed on, and under which name. Everything below {@code /v1} that may change
 * something is; what is not listed here has the name {@code unlisted}.
 */
public final class AuditedActs {

    /** Where the table says nothing. */
    public static final String UNLISTED = "unlisted";

    /** What is recorded of refused requests that would have changed nothing. */
    public static final String READ = "read";

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    /**
     * What a request asks for.
     *
     * @param action stable dotted name
     * @param subjectType what it is done to
     * @param subjectId which one; null where the answer says it, or nothing does
     * @param details what else is recorded of it
     */
    public record Act(
            String action,
            @Nullable String subjectType,
            @Nullable String subjectId,
            Details details) {}

    /** What is recorded of a body. */
    public enum Details {
        NOTHING(null, Set.of()),
        /** Its hash: of what is kept as versions, so that one can be told from another. */
        HASH(null, Set.of()),
        STATE("state", Set.of("draft", "shadow", "active")),
        DECISION("decision", Set.of("grant", "refuse"));

        private final @Nullable String field;
        private final Set<String> choices;

        Details(@Nullable String field, Set<String> choices) {
            this.field = field;
            this.choices = choices;
        }

        /** The member of the body that says what was chosen; null where there is no choice. */
        public @Nullable String field() {
            return field;
        }

        /** Whether the hash of the body is recorded. Never of short texts of people: they can be guessed from it. */
        public boolean hashed() {
            return this == HASH || this == STATE;
        }

        /** What was chosen, if it is one of the few things that can be. */
        public @Nullable String choice(String given) {
            return choices.contains(given) ? given : null;
        }
    }

    private record Row(
            String method,
            List<String> path,
            String action,
            @Nullable String subjectType,
            Details details) {}

    /** The placeholder is the subject, a star is anything else. */
    private static final List<Row> ROWS = List.of(
            row("POST /v1/tasks/{}/cancel", "task.cancel", "task"),
            row("POST /v1/tasks/{}/answers", "task.answer", "task"),
            row("PUT /v1/policies/{}", "policy.put", "policy", Details.STATE),
            row("DELETE /v1/policies/{}", "policy.withdraw", "policy"),
            row("POST /v1/replays", "replay.start", "replay"),
            row("DELETE /v1/replays/{}", "replay.cancel", "replay"),
            row("POST /v1/agents", "agent.create", "agent", Details.HASH),
            row("PUT /v1/agents/{}", "agent.put", "agent", Details.HASH),
            row("POST /v1/agents/{}/deploy", "agent.deploy", "agent"),
            row("POST /v1/agents/{}/retire", "agent.retire", "agent"),
            row("POST /v1/agents/{}/pipeline", "agent.pipeline", "agent"),
            row("POST /v1/agents/{}/promote", "agent.promote", "agent"),
            row("POST /v1/agents/{}/rollback", "agent.rollback", "agent"),
            row("POST /v1/agents/{}/canary", "agent.canary.start", "agent"),
            row("DELETE /v1/agents/{}/canary", "agent.canary.stop", "agent"),
            row("POST /v1/skills", "skill.create", "skill", Details.HASH),
            row("PUT /v1/skills/{}", "skill.put", "skill", Details.HASH),
            row("DELETE /v1/skills/{}", "skill.delete", "skill"),
            row("POST /v1/templates", "template.create", "template", Details.HASH),
            row("PUT /v1/templates/{}", "template.put", "template", Details.HASH),
            row("POST /v1/templates/{}/agents", "template.instantiate", "template"),
            row("POST /v1/sessions", "session.create", "session"),
            row("DELETE /v1/sessions/{}", "session.end", "session"),
            row("POST /v1/sessions/{}/agents", "session.agent.add", "session"),
            row("DELETE /v1/sessions/{}/agents/*", "session.agent.remove", "session"),
            row("POST /v1/sessions/{}/messages", "session.message", "session"),
            row("POST /v1/sessions/{}/tasks", "session.task.submit", "session"),
            row("POST /v1/workflows", "workflow.create", "workflow"),
            row("PUT /v1/workflows/{}/team", "workflow.team.put", "workflow", Details.HASH),
            row("POST /v1/workflows/{}/pause", "workflow.pause", "workflow"),
            row("POST /v1/workflows/{}/resume", "workflow.resume", "workflow"),
            row("POST /v1/workflows/{}/cancel", "workflow.cancel", "workflow"),
            row("POST /v1/workflows/{}/retry", "workflow.retry", "workflow"),
            row("POST /v1/approvals/proposals", "approval.propose", "approval"),
            row("POST /v1/approvals/{}/decision", "approval.decide", "approval", Details.DECISION),
            row("POST /v1/webhooks", "webhook.put", "webhook"),
            row("DELETE /v1/webhooks/{}", "webhook.delete", "webhook"),
            row("POST /v1/dead-letters/replay", "dead-letter.replay", "dead-letter"),
            row("POST /v1/dead-letters/discard", "dead-letter.discard", "dead-letter"),
            // They read, but what others wrote, or everything at once.
            row("GET /v1/dead-letters/{}", "dead-letter.read", "dead-letter"),
            row("GET /v1/audit/export", "audit.export", "audit"));

    /** They change nothing, but for the first, which stands in the trail by the task's own record. */
    private static final Set<String> NOT_RECORDED =
            Set.of("POST /v1/tasks", "POST /v1/routes", "POST /v1/team-recommendations", "POST /v1/agents/matches");

    /** Tools that may change something, but for {@code run_task}, and the argument that names the subject. */
    private static final Map<String, List<String>> TOOLS = Map.ofEntries(
            Map.entry("create_session", List.of("session.create", "session", "")),
            Map.entry("analyze_task", List.of("session.create", "session", "")),
            Map.entry("add_agent_to_session", List.of("session.agent.add", "session", "session_id")),
            Map.entry("remove_agent_from_session", List.of("session.agent.remove", "session", "session_id")),
            Map.entry("end_session", List.of("session.end", "session", "session_id")),
            Map.entry("cancel_task", List.of("task.cancel", "task", "task_id")),
            Map.entry("answer_question", List.of("task.answer", "task", "task_id")),
            Map.entry("propose_agent", List.of("approval.propose", "approval", "")),
            Map.entry("decide_approval", List.of("approval.decide", "approval", "approval_id")));

    private AuditedActs() {}

    private static Row row(String request, String action, String subjectType) {
        return row(request, action, subjectType, Details.NOTHING);
    }

    private static Row row(String request, String action, String subjectType, Details details) {
        int space = request.indexOf(' ');
        return new Row(
                request.substring(0, space), segments(request.substring(space + 1)), action, subjectType, details);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** What a request below {@code /v1} asks for; nothing where it is not recorded before it is passed on. */
    public static Optional<Act> of(String method, String path) {
        if (!CHANGING.contains(method) && !method.equals("GET")) {
            return Optional.empty();
        }
        List<String> segments = segments(path);
        if (NOT_RECORDED.contains(method + " /" + String.join("/", segments))) {
            return Optional.empty();
        }
        for (Row row : ROWS) {
            if (row.method().equals(method) && matches(row.path(), segments)) {
                int place = row.path().indexOf("{}");
                String subject = place < 0 ? null : subject(segments.get(place));
                return Optional.of(new Act(row.action(), row.subjectType(), subject, row.details()));
            }
        }
        return CHANGING.contains(method)
                ? Optional.of(new Act(UNLISTED, null, null, Details.NOTHING))
                : Optional.empty();
    }

    /** What can be no identifier names nothing, and may be anything that somebody wrote there. */
    private static @Nullable String subject(String segment) {
        try {
            String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Identifiers.valid(decoded) ? decoded : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean matches(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String wanted = pattern.get(i);
            if (!wanted.equals("{}") && !wanted.equals("*") && !wanted.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The name under which a refused request is recorded, whatever it asked for. */
    public static String refused(String method, String path) {
        if (path.startsWith("/mcp")) {
            return "mcp";
        }
        if (method.equals("POST") && String.join("/", segments(path)).equals("v1/tasks")) {
            return "task.submit";
        }
        return of(method, path).map(Act::action).orElse(READ);
    }

    /**
     * What a tool that may change something does. {@code run_task} stands in the trail by the task's own record.
     *
     * @param readOnly what the tool's declaration says
     * @param subjectArgument tells the argument that names the subject; gives its value, or null
     */
    public static Optional<Act> ofTool(
            String tool, boolean readOnly, Function<String, @Nullable String> subjectArgument) {
        if (readOnly || tool.equals("run_task")) {
            return Optional.empty();
        }
        List<String> known = TOOLS.get(tool);
        if (known == null) {
            return Optional.of(new Act(UNLISTED, "tool", tool, Details.NOTHING));
        }
        String given = known.get(2).isEmpty() ? null : subjectArgument.apply(known.get(2));
        String subject = given != null && Identifiers.valid(given) ? given : null;
        Details details = known.get(0).equals("approval.decide") ? Details.DECISION : Details.NOTHING;
        return Optional.of(new Act(known.get(0), known.get(1), subject, details));
    }
}
