package dev.signalbox.gateway.config;

import dev.signalbox.contracts.telemetry.Tracing;
import io.opentelemetry.api.OpenTelemetry;
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
}
