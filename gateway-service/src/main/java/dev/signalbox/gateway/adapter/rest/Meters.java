package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.gateway.app.AwaitEnd;
import dev.signalbox.gateway.app.FollowTask;
import dev.signalbox.gateway.app.RecordActs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Who waits and who follows; requests are counted by the framework as {@code http.server.requests}. */
@Singleton
final class Meters {

    void register(
            @Observes StartupEvent event, MeterRegistry registry, AwaitEnd await, FollowTask follow, RecordActs acts) {
        Gauge.builder("signalbox.gateway.waits", await, AwaitEnd::open)
                .description("requests that wait for the end of a task (Prefer: wait)")
                .register(registry);
        Gauge.builder("signalbox.gateway.streams", follow, FollowTask::open)
                .description("open event streams")
                .register(registry);
        FunctionCounter.builder("signalbox.audit.outcomes.lost", acts, RecordActs::lost)
                .description("acts whose outcome the audit trail does not get to know")
                .register(registry);
        FunctionCounter.builder("signalbox.audit.refusals.unrecorded", acts, RecordActs::unrecorded)
                .description("refused requests that were too many to be recorded one by one")
                .register(registry);
    }
}
