package dev.signalbox.executor.adapter.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.SandboxContract;
import dev.signalbox.simulators.kubernetes.KubernetesSimulator;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, on pods of the simulated cluster. */
class KubernetesProviderIT extends SandboxContract {

    private static LocalProvider inner;
    private static KubernetesSimulator simulator;
    private static KubernetesProvider provider;

    @BeforeAll
    static void start() throws Exception {
        inner = LocalProvider.open(LocalSettings.in(Files.createTempDirectory("kubernetes-it")));
        assumeTrue(
                inner.offer().available(),
                () -> "this machine cannot isolate: " + inner.offer().unavailableBecause());
        simulator = KubernetesSimulator.start(
                new KubernetesSimulator.Settings("127.0.0.1", 0, Duration.ofMillis(20)), inner);
        provider = KubernetesProvider.open(KubernetesSettings.of("contract").at(simulator.url(), null));
    }

    @AfterAll
    static void stop() {
        if (simulator != null) {
            provider.close();
            simulator.close();
        }
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
        Set<Feature> cannot = EnumSet.of(Feature.PAUSE, Feature.NETWORK, Feature.MEASURES_MEMORY);
        if (!inner.offer().isolation().atLeast(Isolation.NAMESPACES_CGROUP)) {
            cannot.add(Feature.MEMORY_LIMIT);
        }
        return cannot;
    }
}
