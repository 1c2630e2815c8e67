package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Resources;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one route has more of than another: for which causes of a failure it is worth going there. The names are those of
 * {@link dev.signalbox.contracts.route.PlannedAttempt#gains()}.
 */
final class Gains {

    private Gains() {}

    static Set<String> over(Draft from, Draft to, PolicyParameters policy) {
        return from.backend == null ? Set.of() : over(from.backend, from.route.tier(), from.route.model(), to, policy);
    }

    static Set<String> over(
            BackendAnnounced backend, String tier, @Nullable String model, Draft to, PolicyParameters policy) {
        Set<String> gains = new TreeSet<>();
        Resources resources = backend.tiers().get(tier);
        if (resources != null) {
            add(gains, "memory", to.resources.memoryMib() > resources.memoryMib());
            add(gains, "disk", to.resources.diskMib() > resources.diskMib());
            add(gains, "processes", to.resources.processes() > resources.processes());
        }
        add(
                gains,
                "time",
                policy.tier(to.route.tier())
                                .defaultTimeout()
                                .compareTo(policy.tier(tier).defaultTimeout())
                        > 0);
        if (to.backend != null) {
            add(gains, "network", offersMore(backend, to.backend, "network"));
            add(gains, "packages", offersMore(backend, to.backend, "packages"));
        }
        add(gains, "quality", model != null && !model.equals(to.route.model()));
        return gains;
    }

    private static boolean offersMore(BackendAnnounced from, BackendAnnounced to, String capability) {
        return to.capabilities().contains(capability) && !from.capabilities().contains(capability);
    }

    private static void add(Set<String> gains, String gain, boolean has) {
        if (has) {
            gains.add(gain);
        }
    }
}
