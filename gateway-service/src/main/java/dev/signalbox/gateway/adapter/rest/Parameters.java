package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.app.ExplainTask;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.domain.IdempotencyKey;
import dev.signalbox.gateway.domain.SequencedEvent;
import dev.signalbox.gateway.domain.TaskFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what stands in addresses and headers, or refuses it by name. */
final class Parameters {

    private static final int LONGEST_NAME = 128;
    private static final String STATUSES =
            Arrays.stream(TaskStatus.values()).map(Parameters::lower).collect(Collectors.joining(", "));

    private Parameters() {}

    /** A text that can be no identifier names no task. */
    static TaskId taskId(String text) {
        if (!Identifiers.valid(text)) {
            throw Refusal.of(ProblemType.NOT_FOUND, "there is no such task");
        }
        return new TaskId(text);
    }

    static TaskFilter filter(
            @Nullable String status,
            @Nullable String session,
            @Nullable String backend,
            @Nullable String from,
            @Nullable String to,
            @Nullable String cursor,
            @Nullable String limit) {
        if (backend != null) {
            name("backend", backend);
        }
        if (cursor != null && (cursor.isBlank() || cursor.length() > TaskFilter.LONGEST_CURSOR)) {
            throw Refusal.parameter("cursor", "is the value of next of the page before");
        }
        return new TaskFilter(
                status(status),
                session(session),
                backend,
                instant("from", from),
                instant("to", to),
                cursor,
                limit == null ? TaskFilter.DEFAULT_LIMIT : (int) number("limit", limit, 1, TaskFilter.HIGHEST_LIMIT));
    }

    private static @Nullable TaskStatus status(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (TaskStatus status : TaskStatus.values()) {
            if (lower(status).equals(text)) {
                return status;
            }
        }
        throw Refusal.parameter("status", "is one of " + STATUSES);
    }

    private static @Nullable SessionId session(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!Identifiers.valid(text)) {
            throw Refusal.parameter("session", "is 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        }
        return new SessionId(text);
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.parameter(name, "is a time such as 2026-11-20T08:30:00Z");
        }
    }

    static @Nullable Integer attempt(@Nullable String text) {
        return text == null ? null : (int) number("attempt", text, 1, 1000);
    }

    static ExplainTask.Asked asked(@Nullable String backend, @Nullable String tier, @Nullable String model) {
        if (backend == null) {
            throw Refusal.parameter("backend", "is needed: which backend was not taken?");
        }
        return new ExplainTask.Asked(
                name("backend", backend),
                tier == null ? null : name("tier", tier),
                model == null ? null : name("model", model));
    }

    private static String name(String parameter, String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME) {
            throw Refusal.parameter(parameter, "is 1 to " + LONGEST_NAME + " characters");
        }
        return text;
    }

    private static long number(String name, String text, long least, long most) {
        long number = digits(text);
        if (number < least || number > most) {
            throw Refusal.parameter(name, "is a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** The sequence after which an event stream goes on. The header wins, because a client that reconnects sends it. */
    static long after(@Nullable String lastEventId, @Nullable String after) {
        String name = lastEventId == null || lastEventId.isEmpty() ? "after" : "Last-Event-ID";
        String text = name.equals("after") ? after : lastEventId;
        if (text == null) {
            return 0;
        }
        long sequence = digits(text);
        if (sequence < 0 || sequence > SequencedEvent.END) {
            throw Refusal.of(ProblemType.MALFORMED_REQUEST, name + " is the id of an event of this stream, or 0");
        }
        return sequence;
    }

    static @Nullable IdempotencyKey idempotencyKey(@Nullable String header) {
        if (header == null) {
            return null;
        }
        IdempotencyKey key = IdempotencyKey.parse(header);
        if (key == null) {
            throw Refusal.of(
                    ProblemType.MALFORMED_REQUEST,
                    "Idempotency-Key is 1 to " + IdempotencyKey.LONGEST
                            + " visible ASCII characters, quoted or bare; a UUID does well");
        }
        return key;
    }

    /** The number, or -1. */
    private static long digits(String text) {
        boolean plain = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Long.parseLong(text) : -1;
    }

    private static String lower(TaskStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
