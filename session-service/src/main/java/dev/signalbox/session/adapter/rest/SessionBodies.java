package dev.signalbox.session.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.session.app.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What clients send to sessions, read and checked; what is wrong is named by a JSON pointer. */
final class SessionBodies {

    static final int DESCRIPTION_BYTES = 64 * 1024;
    static final int CODE_BYTES = 1024 * 1024;
    static final int MESSAGE_BYTES = 16 * 1024;
    static final int REASON_BYTES = 2 * 1024;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Set<String> PRIORITIES = Set.of("low", "medium", "high", "critical");

    private SessionBodies() {}

    /** An agent to add. */
    record AddAgent(@Nullable String role, @Nullable String reason) {}

    /** A message. */
    record NewMessage(
            @Nullable String from,
            @Nullable String to,
            @Nullable String text) {}

    static NewSession newSession(String body, Instant now) {
        NewSession asked = read(body, NewSession.class);
        text("/taskDescription", asked.taskDescription(), DESCRIPTION_BYTES);
        NewSession.Context context = asked.context();
        if (context != null) {
            if (context.priority() != null && !PRIORITIES.contains(context.priority())) {
                throw invalid("/context/priority", "is none of low, medium, high, critical");
            }
            if (context.deadline() != null && !context.deadline().isAfter(now)) {
                throw invalid("/context/deadline", "has passed");
            }
            size("/context/existingCode", context.existingCode(), CODE_BYTES);
        }
        Money budget = asked.budget();
        if (budget != null && !budget.exceeds(Money.ZERO)) {
            throw invalid("/budget", "is more than 0");
        }
        Duration timeout = asked.timeout();
        if (timeout != null && (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0)) {
            throw invalid("/timeout", "is from 1s to 24h");
        }
        return asked;
    }

    static AddAgent addAgent(String body) {
        AddAgent asked = read(body, AddAgent.class);
        text("/role", asked.role(), REASON_BYTES);
        size("/reason", asked.reason(), REASON_BYTES);
        return asked;
    }

    static NewMessage message(String body) {
        NewMessage asked = read(body, NewMessage.class);
        text("/to", asked.to(), REASON_BYTES);
        text("/text", asked.text(), MESSAGE_BYTES);
        return asked;
    }

    static TaskSpec task(String body) {
        JsonNode tree = read(body, JsonNode.class);
        TaskSpec task = read(tree.hasNonNull("task") ? tree.get("task").toString() : body, TaskSpec.class);
        var violations = TaskLimits.violations(task);
        if (!violations.isEmpty()) {
            boolean tooLarge = violations.stream().anyMatch(TaskLimits.Violation::tooLarge);
            throw new RefusedException((tooLarge ? ProblemType.TOO_LARGE : ProblemType.INVALID_TASK)
                    .because(
                            violations.stream()
                                    .map(violation -> violation.field() + " " + violation.message())
                                    .collect(Collectors.joining("; ")),
                            Map.of("field", violations.getFirst().field())));
        }
        return task;
    }

    static String reason(@Nullable String reason, String otherwise) {
        size("reason", reason, REASON_BYTES);
        return reason == null || reason.isBlank() ? otherwise : reason;
    }

    private static <T> T read(String body, Class<T> type) {
        try {
            T read = Json.mapper().readValue(body, type);
            if (read == null) {
                throw new RefusedException(ProblemType.MALFORMED_REQUEST.because("The body is JSON null."));
            }
            return read;
        } catch (JsonMappingException e) {
            String pointer = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
                    .collect(Collectors.joining("/", "/", ""));
            throw invalid(pointer, "has the wrong form");
        } catch (JsonProcessingException e) {
            throw new RefusedException(ProblemType.MALFORMED_REQUEST.because("The body is no JSON: "
                    + (e.getLocation() == null
                            ? "it ends too early"
                            : "see line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr())));
        }
    }

    private static void text(String field, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            throw invalid(field, "is missing");
        }
        size(field, text, most);
    }

    private static void size(String field, @Nullable String text, int most) {
        if (text == null) {
            return;
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > most) {
            throw new RefusedException(ProblemType.TOO_LARGE.because(
                    field + " has " + bytes + " bytes, the limit is " + most + ".", Map.of("field", field)));
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid(field, "may not contain a NUL character");
        }
    }

    private static RefusedException invalid(String field, String message) {
        return new RefusedException(
                ProblemType.INVALID_REQUEST.because(field + " " + message + ".", Map.of("field", field)));
    }
}
