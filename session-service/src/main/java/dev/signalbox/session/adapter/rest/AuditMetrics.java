package dev.signalbox.session.adapter.rest;

import dev.signalbox.session.app.audit.TakeInActs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** That the audit trail grows. */
@ApplicationScoped
class AuditMetrics {

    void register(@Observes StartupEvent event, MeterRegistry registry, TakeInActs acts) {
        FunctionCounter.builder("signalbox.audit.entries", acts, TakeInActs::appended)
                .description("entries that this instance has appended to the audit trail")
                .register(registry);
    }
}
