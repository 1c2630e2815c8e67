package dev.signalbox.session.adapter;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** For all tests of the module: what a service does from time to time it does soon. */
public final class ShortPeriods implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "mp.messaging.incoming.dead-letters.metadata.max.age.ms", "1000",
                "signalbox.session.dead-letters.count-every", "1s",
                "signalbox.session.sample-every", "1s");
    }

    @Override
    public void stop() {}
}
