package dev.signalbox.gateway.adapter.mcp;

import static dev.signalbox.gateway.adapter.mcp.JsonWords.copy;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.encoded;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Durations;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.gateway.app.CheckTask;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.Services;
import dev.signalbox.gateway.app.Services.Service;
import dev.signalbox.gateway.app.TeamRecommendations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Delegator's tools: sessions that hold only the agents that a task needs. */
@Singleton
final class SessionTools {

    private static final String SESSIONS = "/v1/sessions";
    private static final int MOST_SESSIONS = 200;
    private static final double SECONDS_PER_MINUTE = 60.0;

    private final Services services;
    private final TeamRecommendations teams;
    private final InstantSource clock;

    SessionTools(Services services, TeamRecommendations teams, InstantSource clock) {
        this.services = services;
        this.teams = teams;
        this.clock = clock;
    }

    Map<String, ToolCall.Function> functions() {
        return Map.of(
                "create_session", call -> create(call).map(ToolOutcome::of),
                "analyze_task", this::analyse,
                "add_agent_to_session", this::add,
                "remove_agent_from_session", this::remove,
                "list_active_sessions", this::list,
                "end_session", this::end);
    }

    private Uni<JsonNode> create(ToolCall call) {
        ObjectNode body = object().put("taskDescription", call.required("task_description"));
        JsonNode given = call.arguments().path("context");
        if (given.isObject()) {
            ObjectNode context = body.putObject("context");
            copy(given, "priority", context, "priority");
            copy(given, "existing_code", context, "existingCode");
            JsonWords.put(context, "deadline", deadline(given.path("deadline").asText("")));
        }
        return services.ask(Service.SESSION, call.caller(), "POST", SESSIONS, body)
                .map(SessionTools::created);
    }

    private static @Nullable Instant deadline(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.of(
                    ProblemType.INVALID_REQUEST,
                    "context.deadline is no time with a time zone: write 2026-11-30T18:00:00Z");
        }
    }

    private static JsonNode created(JsonNode session) {
        ObjectNode answer = object();
        copy(session, "sessionId", answer, "session_id");
        answer.set("active_agents", roles(session));
        answer.putObject("estimated_resources")
                .put("memory_gb", session.at("/estimated/memoryGib").asDouble())
                .put("cpu_cores", session.at("/estimated/cpuCores").asDouble());
        return answer.put("status", session.path("status").asText("active"));
    }

    private static ArrayNode roles(JsonNode session) {
        ArrayNode roles = Json.mapper().createArrayNode();
        session.path("agents").forEach(agent -> roles.add(agent.path("role").asText()));
        return roles;
    }

    private Uni<ToolOutcome> analyse(ToolCall call) {
        TaskSpec task = TaskSpec.ofPrompt(call.required("task_description"));
        CheckTask.refuseInvalid(task);
        return teams.recommend(task, call.caller().trace())
                .map(SessionTools::analysed)
                .chain(answer -> call.flag("analyze_only", true)
                        ? Uni.createFrom().item(answer)
                        : create(call).map(created -> {
                            copy(created, "session_id", answer, "session_id");
                            return answer;
                        }))
                .map(ToolOutcome::of);
    }

    private static ObjectNode analysed(TeamRecommendation team) {
        ObjectNode answer = object().put("task_type", team.taskType().name().toLowerCase(Locale.ROOT))
                .put("complexity", team.complexity().name().toLowerCase(Locale.ROOT));
        answer.set(
                "recommended_agents",
                JsonWords.texts(team.members().stream()
                        .map(TeamRecommendation.Member::role)
                        .toList()));
        return answer.put("reasoning", team.reasoning()).put("estimated_time", JsonWords.words(team.estimatedTime()));
    }

    private Uni<ToolOutcome> add(ToolCall call) {
        ObjectNode body = object().put("role", call.required("agent_role")).put("reason", call.required("reason"));
        return services.ask(Service.SESSION, call.caller(), "POST", session(call) + "/agents", body)
                .map(agent -> {
                    ObjectNode answer = object().put(
                                    "agent_role", agent.path("role").asText(call.required("agent_role")))
                            .put("status", agent.path("status").asText());
                    answer.set("model", agent.path("model").isTextual() ? agent.get("model") : answer.nullNode());
                    Duration readyIn = duration(agent.path("readyIn"));
                    if (readyIn == null) {
                        answer.putNull("ready_in_seconds");
                    } else {
                        answer.put("ready_in_seconds", JsonWords.seconds(readyIn));
                    }
                    return ToolOutcome.of(answer);
                });
    }

    private static @Nullable Duration duration(JsonNode text) {
        return text.isTextual() ? Durations.parse(text.asText()) : null;
    }

    private Uni<ToolOutcome> remove(ToolCall call) {
        String role = call.required("agent_role");
        String address = session(call) + "/agents/" + encoded(role) + "?reason=" + encoded(call.required("reason"));
        return services.ask(Service.SESSION, call.caller(), "DELETE", address, null)
                .map(removed -> ToolOutcome.of(object().put(
                                "agent_role", removed.path("role").asText(role))
                        .put("status", removed.path("status").asText("removed"))
                        .put("resources_freed_gb", removed.path("freedGib").asDouble())));
    }

    private Uni<ToolOutcome> list(ToolCall call) {
        String address = SESSIONS + "?status=active&limit=" + MOST_SESSIONS;
        return services.ask(Service.SESSION, call.caller(), "GET", address, null)
                .map(page -> {
                    ArrayNode sessions = Json.mapper().createArrayNode();
                    page.path("items").forEach(session -> sessions.add(listed(session)));
                    ObjectNode answer = object();
                    answer.set("sessions", sessions);
                    return ToolOutcome.of(answer.put("total_sessions", sessions.size()));
                });
    }

    private JsonNode listed(JsonNode session) {
        ObjectNode answer = object();
        copy(session, "sessionId", answer, "session_id");
        copy(session, "taskDescription", answer, "task_description");
        answer.set("active_agents", roles(session));
        copy(session, "createdAt", answer, "created_at");
        return answer.put("uptime_minutes", minutes(session.path("createdAt"), clock.instant()));
    }

    /** An ended session holds nothing any more; what it held last is in the event of its end. */
    private Uni<ToolOutcome> end(ToolCall call) {
        return services.ask(Service.SESSION, call.caller(), "DELETE", session(call), null)
                .chain(session -> services.ask(Service.SESSION, call.caller(), "GET", session(call) + "/events", null)
                        .onFailure(Refusal.class)
                        .recoverWithItem(object())
                        .map(events -> ToolOutcome.of(ended(session, events))));
    }

    private JsonNode ended(JsonNode session, JsonNode events) {
        JsonNode terminated = roles(session);
        double freed = session.at("/used/memoryGib").asDouble();
        for (JsonNode event : events.path("items")) {
            if (event.has("agentsTerminated")) {
                terminated = event.get("agentsTerminated");
                freed = event.path("freedGib").asDouble();
            }
        }
        ObjectNode answer = object();
        copy(session, "sessionId", answer, "session_id");
        answer.set("agents_terminated", terminated);
        Instant end = session.hasNonNull("endedAt")
                ? Instant.parse(session.get("endedAt").asText())
                : clock.instant();
        return answer.put("resources_freed_gb", freed)
                .put("session_duration_minutes", minutes(session.path("createdAt"), end));
    }

    private static double minutes(JsonNode from, Instant to) {
        double minutes = Duration.between(Instant.parse(from.asText()), to).toSeconds() / SECONDS_PER_MINUTE;
        return Math.max(0, Math.round(minutes * 10) / 10.0);
    }

    private static String session(ToolCall call) {
        return SESSIONS + "/" + encoded(call.required("session_id"));
    }
}
