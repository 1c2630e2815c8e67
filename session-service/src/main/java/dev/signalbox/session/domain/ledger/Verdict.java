package dev.signalbox.session.domain.ledger;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether an attempt may be begun, by the money of its session. */
public sealed interface Verdict {

    /** Its session has no account, or it has no session. */
    record Free() implements Verdict {}

    /**
     * It may.
     *
     * @param amount that has to be reserved for it
     * @param ceiling at which an agent stops; absent where a program runs, or where there is no limit
     * @param timeout as long as the money lasts
     */
    record Granted(Money amount, @Nullable Money ceiling, Duration timeout) implements Verdict {}

    /** It may not. */
    record Refused(Problem problem) implements Verdict {}
}
