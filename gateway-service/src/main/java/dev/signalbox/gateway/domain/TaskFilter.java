package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.event.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list, the newest first.
 *
 * @param from requested at or after
 * @param to requested before
 * @param cursor where the page begins: {@code next} of the page before
 * @param limit tasks on the page
 */
public record TaskFilter(
        @Nullable TaskStatus status,
        @Nullable SessionId session,
        @Nullable String backend,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String cursor,
        int limit) {

    /** What a client calls them. */
    public static final List<String> NAMES = List.of("status", "session", "backend", "from", "to", "cursor", "limit");

    public static final int DEFAULT_LIMIT = 50;
    public static final int HIGHEST_LIMIT = 200;
    public static final int LONGEST_CURSOR = 512;
}
