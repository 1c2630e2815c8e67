package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.SandboxContract;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, on pods of the simulated cluster. */
class KubernetesProviderIT extends SandboxContract {

    private static TestingCluster cluster;
    private static KubernetesProvider provider;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestingCluster.start();
        provider = cluster.open(null);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            provider.close();
            cluster.close();
        }
    }

    @Override
    protected SandboxProvider provider() {
        return provider;
    }

    @Override
    protected void lose(Sandbox sandbox) {
        cluster.simulator.lose(KubernetesSettings.NAMESPACE, sandbox.id());
    }

    @Override
    protected Set<Feature> cannot() {
        Set<Feature> cannot = EnumSet.of(Feature.PAUSE, Feature.NETWORK, Feature.MEASURES_MEMORY);
        if (!cluster.inner.offer().isolation().atLeast(Isolation.NAMESPACES_CGROUP)) {
            cannot.add(Feature.MEMORY_LIMIT);
        }
        return cannot;
    }
}
