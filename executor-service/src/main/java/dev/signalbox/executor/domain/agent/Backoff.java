package dev.signalbox.executor.domain.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a call is tried again: doubling with jitter, or what the provider asks for where that is longer.
 *
 * @param first before the second try
 * @param longest of the own waits
 */
public record Backoff(Duration first, Duration longest) {

    public static final Backoff USUAL = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));

    /**
     * The wait after a failure.
     *
     * @param failures so far, from 1
     * @param retryAfter what the provider asks for
     * @param random 0 to 1: between half and all of the wait is taken
     */
    public Duration wait(int failures, @Nullable Duration retryAfter, double random) {
        long doubled = first.toMillis() << Math.min(16, Math.max(0, failures - 1));
        long own = (long) (Math.min(doubled, longest.toMillis()) * (0.5 + random / 2));
        return Duration.ofMillis(retryAfter == null ? own : Math.max(own, retryAfter.toMillis()));
    }
}
