package dev.signalbox.executor.app;

import dev.signalbox.executor.app.sandboxes.Ledger;
import dev.signalbox.executor.app.sandboxes.SandboxRecords;

/**
 * What a backend gets to know of the executor that it works in.
 *
 * @param worker name of this instance, unlike that of any other and of its own earlier lives
 * @param records where intents are recorded
 * @param ledger what all workers of this backend have recorded
 */
public record WorkerContext(String worker, SandboxRecords records, Ledger ledger) {}
