package dev.signalbox.gateway.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How many refusals are recorded, so that nobody without a key can fill the trail: some for each address and minute, more of
 * all addresses together. What is left out is counted, and the next one that is recorded says how many there were.
 */
public final class RefusalBudget {

    private static final int MOST_ADDRESSES = 1_000;

    private static final class Minute {
        private Instant begin = Instant.EPOCH;
        private int taken;

        boolean take(Instant now, int most) {
            if (!now.isBefore(begin.plus(Duration.ofMinutes(1)))) {
                begin = now;
                taken = 0;
            }
            if (taken >= most) {
                return false;
            }
            taken++;
            return true;
        }
    }

    private final int perAddress;
    private final int inAll;
    private final Minute all = new Minute();
    private final Map<String, Minute> addresses = new LinkedHashMap<>();
    private int unrecorded;

    /**
     * A budget for a minute.
     *
     * @param perAddress refusals of one address
     * @param inAll refusals of all addresses
     */
    public RefusalBudget(int perAddress, int inAll) {
        this.perAddress = perAddress;
        this.inAll = inAll;
    }

    /** Whether a refusal is recorded; then how many before it were not. */
    public synchronized OptionalInt take(String address, Instant now) {
        Minute own = addresses.computeIfAbsent(address, unknown -> new Minute());
        if (addresses.size() > MOST_ADDRESSES) {
            addresses.remove(addresses.keySet().iterator().next());
        }
        if (!own.take(now, perAddress) || !all.take(now, inAll)) {
            unrecorded++;
            return OptionalInt.empty();
        }
        int before = unrecorded;
        unrecorded = 0;
        return OptionalInt.of(before);
    }
}
