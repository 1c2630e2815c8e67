package dev.signalbox.executor.app;

import dev.signalbox.executor.app.holds.HoldReports;
import dev.signalbox.executor.app.holds.WantedHolds;
import dev.signalbox.executor.app.sandboxes.Ledger;
import dev.signalbox.executor.app.sandboxes.SandboxRecords;

/**
 * What a backend gets to know of the executor that it works in.
 *
 * @param worker name of this instance, unlike that of any other and of its own earlier lives
 * @param records where intents are recorded
 * @param ledger what all workers of this backend have recorded
 * @param holds what sessions want kept ready
 * @param holdReports where is told what held sandboxes use
 */
public record WorkerContext(
        String worker, SandboxRecords records, Ledger ledger, WantedHolds holds, HoldReports holdReports) {

    /** Where sessions want nothing. */
    public WorkerContext(String worker, SandboxRecords records, Ledger ledger) {
        this(worker, records, ledger, new WantedHolds(), HoldReports.NONE);
    }
}
