package dev.signalbox.contracts.sandbox;

import java.time.Instant;

/**
 * A worker lives. On {@code sandboxes} (compacted), keyed by {@code <backend>~worker~<worker>}; repeated while it lives,
 * a tombstone when it ends properly.
 *
 * @param backend which it serves
 * @param worker its name
 * @param at when
 */
public record WorkerSeen(String backend, String worker, Instant at) {}
