package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.SandboxContract;
import dev.signalbox.sandbox.testing.TestingSandboxes;
import dev.signalbox.simulators.e2b.E2bSettings;
import dev.signalbox.simulators.e2b.E2bSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The E2B backend keeps what every backend must, over the wire of the simulator. */
class E2bProviderIT extends SandboxContract {

    private static @Nullable TestingSandboxes inside;
    private static @Nullable E2bSimulator simulator;
    private static @Nullable E2bProvider provider;

    @BeforeAll
    static void start() throws Exception {
        inside = new TestingSandboxes();
        simulator = E2bSimulator.start(E2bSettings.forTests(), inside);
        provider = E2bProvider.open(settings(simulator));
    }

    static dev.signalbox.executor.adapter.e2b.E2bSettings settings(E2bSimulator simulator) {
        URI url = URI.create(simulator.url());
        return dev.signalbox.executor.adapter.e2b.E2bSettings.of("e2b_00ff", "contract")
                .at(url, url)
                .with(Map.of("quick", "quick", "medium", "medium"), Duration.ofSeconds(5));
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(provider).close();
        Objects.requireNonNull(simulator).close();
        Objects.requireNonNull(inside).close();
    }

    @Override
    protected SandboxProvider provider() {
        return Objects.requireNonNull(provider);
    }

    @Override
    protected Set<Feature> cannot() {
        // What is behind the simulator here has no limits and no network, and measures nothing.
        return Set.of(Feature.MEMORY_LIMIT, Feature.MEASURES_CPU, Feature.MEASURES_MEMORY, Feature.NETWORK);
    }
}
