package dev.signalbox.session.domain.ledger;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Money of one session. {@code spent + reserved} never exceeds the cap: what something cost beyond what was reserved for
 * it and what was left is kept apart as overrun, and charged to nobody.
 *
 * @param cap most that may be spent; absent where there is no limit
 * @param spent settled so far
 * @param reserved for what runs now
 * @param overrun what was paid beyond the cap
 * @param closed whether nothing may be begun any more; what runs is still settled
 */
public record Account(Key key, @Nullable Money cap, Money spent, Money reserved, Money overrun, boolean closed) {

    /** Whose account it is. */
    public record Key(TenantId tenant, SessionId session) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.<Key, String>comparing(
                        key -> key.tenant().value())
                .thenComparing(key -> key.session().value());

        /** One order for everybody who locks. */
        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** A new one. */
    public static Account open(Key key, @Nullable Money cap) {
        return new Account(key, cap, Money.ZERO, Money.ZERO, Money.ZERO, false);
    }

    /** What can still be reserved; empty where there is no limit. */
    public Optional<Money> left() {
        return Optional.ofNullable(cap).map(limit -> limit.minus(spent).minus(reserved));
    }

    /** With this much more reserved. */
    Account reserve(Money amount) {
        if (left().filter(amount::exceeds).isPresent()) {
            throw new IllegalStateException("more is reserved for " + key.session() + " than is left");
        }
        return new Account(key, cap, spent, reserved.plus(amount), overrun, closed);
    }

    /** What was reserved is free again, and this was spent. */
    Account settle(Money amount, Money cost) {
        return new Account(key, cap, spent, reserved.minus(amount), overrun, closed).charge(cost);
    }

    /** This was spent without having been reserved. */
    public Account charge(Money cost) {
        Money chargeable = left().filter(cost::exceeds).orElse(cost);
        return new Account(key, cap, spent.plus(chargeable), reserved, overrun.plus(cost.minus(chargeable)), closed);
    }
}
