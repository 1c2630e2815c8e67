package dev.signalbox.executor.config;

import dev.signalbox.contracts.telemetry.PinnedIds;
import dev.signalbox.contracts.telemetry.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Spans, where there is somebody to send them to ({@code SIGNALBOX_OTLP_ENDPOINT}). */
class Telemetry {

    @Produces
    @Singleton
    Tracing tracing(
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled, Instance<OpenTelemetry> telemetry) {
        return Tracing.configured(disabled, telemetry::get);
    }

    /** Some spans have identifiers that follow from their task. */
    @Produces
    @Singleton
    IdGenerator ids() {
        return new PinnedIds();
    }
}
