package dev.signalbox.router.adapter.metrics;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.router.domain.Liveness;
import dev.signalbox.router.domain.PolicyParameters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code signalbox_router_backends{backend,state}}: 1 for the state that a backend is in, worked out when it is asked for. */
final class BackendStates {

    private final MeterRegistry registry;
    private final PolicyParameters policy;
    private final Clock clock;
    private final Set<String> known = new HashSet<>();
    private volatile Map<String, BackendAnnounced> backends = Map.of();

    private enum State {
        LIVE,
        DORMANT,
        SILENT,
        UNAVAILABLE
    }

    BackendStates(MeterRegistry registry, PolicyParameters policy, Clock clock) {
        this.registry = registry;
        this.policy = policy;
        this.clock = clock;
    }

    /** Called by one thread. */
    void announced(Map<String, BackendAnnounced> announced) {
        backends = announced;
        for (String backend : announced.keySet()) {
            if (known.add(backend)) {
                for (State state : State.values()) {
                    Gauge.builder("signalbox.router.backends", () -> state == state(backend) ? 1 : 0)
                            .description("The state that the router sees a backend in")
                            .tag("backend", backend)
                            .tag("state", state.name().toLowerCase(Locale.ROOT))
                            .register(registry);
                }
            }
        }
    }

    /** Nothing for a backend that was withdrawn. */
    private @Nullable State state(String name) {
        BackendAnnounced backend = backends.get(name);
        if (backend == null) {
            return null;
        }
        if (Liveness.gone(backend, policy, clock.instant())) {
            return State.SILENT;
        }
        if (!backend.available()) {
            return State.UNAVAILABLE;
        }
        return backend.dormant() ? State.DORMANT : State.LIVE;
    }
}
