package dev.signalbox.executor.app.holds;

import java.time.Duration;

/**
 * How sandboxes are held.
 *
 * @param look how often is looked who holds what
 * @param measure how often a held sandbox is measured
 * @param silence a worker that has not shown for so long holds nothing any more
 * @param restAfter unused for so long it is paused, where the provider can
 * @param firstRetry until one that could not be made is tried again; doubled each time
 * @param longestRetry most between two tries
 */
public record HoldSettings(
        Duration look,
        Duration measure,
        Duration silence,
        Duration restAfter,
        Duration firstRetry,
        Duration longestRetry) {

    public static final HoldSettings STANDARD = new HoldSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(25),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1));
}
