package dev.signalbox.contracts.execution;

import java.time.Duration;

/**
 * Where the time went.
 *
 * @param queued from the client's request to the worker's start
 * @param startUp from the worker's start to the program's
 * @param run of the program
 */
public record Timings(Duration queued, Duration startUp, Duration run) {

    public static final Timings NONE = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
