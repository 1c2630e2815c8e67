package dev.signalbox.contracts.wiring;

import dev.signalbox.contracts.telemetry.PinnedIds;
import dev.signalbox.contracts.telemetry.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Spans, where there is somebody to send them to ({@code SIGNALBOX_OTLP_ENDPOINT}). */
@Singleton
final class Telemetry {

    @Produces
    @Singleton
    Tracing tracing(Config config, Instance<OpenTelemetry> telemetry) {
        return Tracing.configured(config.getValue("quarkus.otel.sdk.disabled", Boolean.class), telemetry::get);
    }

    /** Some spans have identifiers that follow from their task; all others are random. */
    @Produces
    @Singleton
    IdGenerator ids() {
        return new PinnedIds();
    }
}
