package dev.signalbox.contracts.session;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a held sandbox is and uses. On {@code session-usage}, keyed by hold; repeated every few seconds while it is held,
 * and once more when it is let go. Sums count from {@code since}: a reader takes the latest of a worker's reports.
 *
 * @param holdId the hold
 * @param tenant whose it is
 * @param sessionId the session; absent where several sessions share it
 * @param backend where it is
 * @param worker that holds it
 * @param sandboxId the provider's name of it; absent before there is one
 * @param state how it is
 * @param because why it failed
 * @param readyIn from the worker's first look until it could be used
 * @param memoryBytes that it holds now: used where the backend can measure it, else allotted
 * @param memoryMeasured whether it is the used memory
 * @param cpuTime used since {@code since}
 * @param cost of holding it since {@code since}; what tasks in it cost is charged with the tasks
 * @param since when this worker created it
 * @param at when it was measured
 */
public record HoldMeasured(
        String holdId,
        TenantId tenant,
        @Nullable SessionId sessionId,
        String backend,
        String worker,
        @Nullable String sandboxId,
        State state,
        @Nullable String because,
        Duration readyIn,
        long memoryBytes,
        boolean memoryMeasured,
        Duration cpuTime,
        Money cost,
        Instant since,
        Instant at) {

    /** How a held sandbox is. */
    public enum State {
        READY,
        /** There is none, and it is tried again. */
        FAILED,
        /** It was let go. */
        RELEASED
    }
}
