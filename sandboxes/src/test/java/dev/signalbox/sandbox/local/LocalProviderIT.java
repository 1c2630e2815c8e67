package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.SandboxContract;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The local backend keeps the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalProviderIT extends SandboxContract {

    private Machine machine;

    @BeforeAll
    void start() throws Exception {
        machine = Machine.isolated();
    }

    @AfterAll
    void stop() {
        if (machine != null) {
            machine.close();
        }
    }

    @Override
    protected SandboxProvider provider() {
        return machine.provider;
    }

    @Override
    protected Set<Feature> cannot() {
        Set<Feature> cannot = EnumSet.of(Feature.PAUSE, Feature.NETWORK);
        if (!machine.limitsTree()) {
            cannot.addAll(EnumSet.of(Feature.MEMORY_LIMIT, Feature.MEASURES_CPU, Feature.MEASURES_MEMORY));
        }
        return cannot;
    }
}
