package dev.signalbox.session.app.ledger;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.Activity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The money of sessions. A task whose {@code sessionId} has an account may cost no more than is left in it; one whose
 * session has none is not asked. Everything may be called again. Methods block; call them on a virtual thread.
 */
public interface Accounts {

    /** What an account is for. */
    enum Kind {
        /** Counts against the tenant's limit of sessions. */
        SESSION,
        WORKFLOW
    }

    /**
     * Opens an account; one that is there stays as it is.
     *
     * @param cap most that may be spent; no limit when absent
     * @param most open accounts of the kind that the tenant may have
     * @return whether it is there; false where the tenant has as many as it may
     */
    boolean open(Account.Key key, Kind kind, @Nullable Money cap, int most, Instant now);

    /** Nothing may be begun any more. */
    void close(Account.Key key);

    /** The account. */
    default Optional<Account> find(Account.Key key) {
        return Optional.ofNullable(find(List.of(key)).get(key));
    }

    /** Those of them that there are. */
    Map<Account.Key, Account> find(Collection<Account.Key> keys);

    /**
     * Charges what costs beside attempts.
     *
     * @param source what costs
     * @param total what it has cost since its beginning; only what is new is charged
     * @return the account after it; empty where there is none
     */
    Optional<Account> charge(Account.Key key, String source, Money total);

    /** What the tasks of the session do. */
    Activity activity(Account.Key key);

    /** Tasks of the session that run now. */
    List<TaskId> running(Account.Key key);

    /** Open accounts of which this share of the cap is spent, and of which that was not told. */
    List<Account> runningOut(double share);

    /** That it runs out has been told. */
    void warned(Account.Key key);

    /** Open accounts of sessions that were opened before. */
    List<Account.Key> openedBefore(Instant before);
}
