package dev.signalbox.sandbox;

import java.time.Instant;

/**
 * A sandbox that a provider says it has.
 *
 * @param id the provider's name for it
 * @param labels whose it is
 * @param startedAt since when it costs
 * @param paused whether it is paused and costs nothing
 */
public record RunningSandbox(String id, SandboxLabels labels, Instant startedAt, boolean paused) {}
