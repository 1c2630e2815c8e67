package dev.signalbox.router.domain;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lets chance decide a bounded share of the decisions, so that routes that look worse are tried now and then: with the
 * share {@code e} one of the other candidates that do not cost much more is taken, each equally often (epsilon-greedy).
 * Chance is drawn from the seed, so that the same task is always decided in the same way; every candidate keeps the
 * probability with which it would be taken, without which the outcomes could not be used to judge other policies.
 */
final class Exploration {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Exploration() {}

    /**
     * Sets the propensities and draws.
     *
     * @param sorted candidates, the best first, of which at least the first is eligible
     * @return the one to take
     */
    static Draft draw(List<Draft> sorted, RoutingInput input) {
        Draft best = sorted.getFirst();
        PolicyParameters.Exploration policy = input.policy().exploration();
        int others = 0;
        if (policy.share() > 0 && input.request().attempt() == 1) {
            for (Draft draft : sorted) {
                others += draft != best && worthTrying(draft, best, policy) ? 1 : 0;
            }
        }
        if (others == 0) {
            best.propensity = 1;
            return best;
        }
        double chance = chance(input.seed());
        best.propensity = 1 - policy.share();
        Draft taken = best;
        double upTo = best.propensity;
        for (Draft draft : sorted) {
            if (draft != best && worthTrying(draft, best, policy)) {
                draft.propensity = policy.share() / others;
                boolean drawn = chance >= upTo && chance < upTo + draft.propensity;
                taken = drawn ? draft : taken;
                upTo += draft.propensity;
            }
        }
        return taken;
    }

    private static boolean worthTrying(Draft draft, Draft best, PolicyParameters.Exploration policy) {
        return draft.eligible() && draft.expectedTotal <= policy.mostCost() * best.expectedTotal;
    }

    /**
     * A number in [0, 1) that depends on the seed alone: FNV-1a (Fowler, Noll, Vo; 64 bits), finished by the mixer of
     * SplitMix64 (Steele, Lea, Flood 2014).
     */
    static double chance(String seed) {
        long hash = FNV_OFFSET;
        for (byte octet : seed.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return ((hash ^ (hash >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
