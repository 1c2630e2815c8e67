package dev.signalbox.registry;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** For all tests of the module: what the registry does from time to time it does soon. */
public final class ShortPeriods implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("registry.workbench.evidence-every", "1s");
    }

    @Override
    public void stop() {}
}
