package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.PlainProvider;
import dev.signalbox.sandbox.testing.SandboxContract;
import dev.signalbox.simulators.kubernetes.KubernetesSimulator;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, on pods of the simulated cluster. */
class KubernetesProviderIT extends SandboxContract {

    private static PlainProvider inner;
    private static KubernetesSimulator simulator;
    private static KubernetesProvider provider;

    @BeforeAll
    static void start() {
        inner = new PlainProvider();
        simulator = KubernetesSimulator.start(
                new KubernetesSimulator.Settings("127.0.0.1", 0, Duration.ofMillis(20)), inner);
        provider = KubernetesProvider.open(KubernetesSettings.of("contract").at(simulator.url(), null));
    }

    @AfterAll
    static void stop() {
        provider.close();
        simulator.close();
        inner.close();
    }

    @Override
    protected SandboxProvider provider() {
        return provider;
    }

    @Override
    protected void lose(Sandbox sandbox) {
        simulator.lose(KubernetesSettings.NAMESPACE, sandbox.id());
    }

    @Override
    protected Set<Feature> cannot() {
        return Set.of(Feature.PAUSE, Feature.NETWORK, Feature.MEMORY_LIMIT, Feature.MEASURES_MEMORY);
    }
}
