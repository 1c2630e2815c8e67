package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.gateway.app.ExplainTask;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.domain.IdempotencyKey;
import dev.signalbox.gateway.domain.SequencedEvent;
import dev.signalbox.gateway.domain.TaskFilter;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stands in addresses and headers, or refuses it by name. */
final class Parameters {

    private static final int LONGEST_NAME = 128;
    private static final String NAME = "is 1 to " + LONGEST_NAME + " characters";
    private static final String ATTEMPT = "attempt";
    private static final List<String> STATUSES = Arrays.stream(TaskStatus.values())
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .toList();

    private Parameters() {}

    /** A text that can be no identifier names no task. */
    static TaskId taskId(String text) {
        if (!Identifiers.valid(text)) {
            throw Refusal.of(ProblemType.NOT_FOUND, "there is no such task");
        }
        return new TaskId(text);
    }

    /** The query parameters of an address that knows these and no others. */
    static QueryParameters query(RoutingContext context, String... known) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : context.queryParams()) {
            given.computeIfAbsent(one.getKey(), name -> new ArrayList<>()).add(one.getValue());
        }
        return QueryParameters.of(given, known);
    }

    static TaskFilter filter(RoutingContext context) {
        QueryParameters asked = query(context, TaskFilter.NAMES.toArray(String[]::new));
        String status = asked.oneOf("status", STATUSES);
        return new TaskFilter(
                status == null ? null : TaskStatus.valueOf(status.toUpperCase(Locale.ROOT)),
                asked.read("session", "is 1 to 64 characters of A-Z a-z 0-9 . _ : -", SessionId::new),
                asked.read("backend", NAME, Parameters::name),
                asked.time("from"),
                asked.time("to"),
                asked.read("cursor", "is the value of next of the page before", Parameters::cursor),
                (int) asked.number("limit", TaskFilter.DEFAULT_LIMIT, 1, TaskFilter.HIGHEST_LIMIT));
    }

    private static String cursor(String text) {
        if (text.isBlank() || text.length() > TaskFilter.LONGEST_CURSOR) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    /** Which attempt is meant; null for the last one. */
    static @Nullable Integer attempt(RoutingContext context) {
        return attempt(query(context, ATTEMPT));
    }

    private static @Nullable Integer attempt(QueryParameters asked) {
        long attempt = asked.number(ATTEMPT, 0, 1, 1000);
        return attempt == 0 ? null : (int) attempt;
    }

    /** What was not taken, and of which attempt that is asked; null for the last one. */
    record WhyNot(ExplainTask.Asked asked, @Nullable Integer attempt) {}

    static WhyNot whyNot(RoutingContext context) {
        QueryParameters asked = query(context, "backend", "tier", "model", ATTEMPT);
        String backend = asked.read("backend", NAME, Parameters::name);
        if (backend == null) {
            throw asked.malformed("backend", "is needed: which backend was not taken?");
        }
        return new WhyNot(
                new ExplainTask.Asked(
                        backend,
                        asked.read("tier", NAME, Parameters::name),
                        asked.read("model", NAME, Parameters::name)),
                attempt(asked));
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME) {
            throw new IllegalArgumentException();
        }
        return text;
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
}
