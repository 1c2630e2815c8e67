package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import dev.signalbox.simulators.e2b.E2bSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The simulator with sandboxes of this machine behind it, and the backend that talks to it. */
final class SimulatedCloud implements AutoCloseable {

    final LocalProvider inside;
    final E2bSimulator simulator;
    final E2bProvider provider;

    SimulatedCloud(dev.signalbox.simulators.e2b.E2bSettings settings) throws IOException, InterruptedException {
        inside = LocalProvider.open(LocalSettings.in(Files.createTempDirectory("e2b")));
        Assumptions.assumeTrue(
                inside.offer().available() && inside.offer().isolation().atLeast(Isolation.NAMESPACES),
                () -> "nothing isolates code here: " + inside.offer().unavailableBecause());
        simulator = E2bSimulator.start(settings, inside);
        provider = E2bProvider.open(settings());
    }

    /** Of an account of the simulator. */
    E2bSettings settings() {
        URI url = URI.create(simulator.url());
        return E2bSettings.of("e2b_00ff", "contract")
                .at(url, url)
                .with(Map.of("quick", "quick", "medium", "medium"), Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        provider.close();
        simulator.close();
        inside.close();
    }
}
