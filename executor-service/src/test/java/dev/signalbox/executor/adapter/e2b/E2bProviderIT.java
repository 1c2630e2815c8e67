package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.SandboxContract;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The E2B backend keeps what every backend must, over the wire of the simulator. */
class E2bProviderIT extends SandboxContract {

    private static @Nullable SimulatedCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        cloud = new SimulatedCloud(dev.signalbox.simulators.e2b.E2bSettings.forTests());
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Override
    protected SandboxProvider provider() {
        return Objects.requireNonNull(cloud).provider;
    }

    @Override
    protected Set<Feature> cannot() {
        // What runs behind the simulator has no network here. The daemon's figures are of the moment and asked every
        // five
        // seconds, so the processor time of a short program and a short peak are not seen.
        Set<Feature> cannot = EnumSet.of(Feature.NETWORK, Feature.MEASURES_CPU, Feature.MEASURES_MEMORY);
        if (!Objects.requireNonNull(cloud).inside.offer().isolation().atLeast(Isolation.NAMESPACES_CGROUP)) {
            cannot.add(Feature.MEMORY_LIMIT);
        }
        return cannot;
    }
}
