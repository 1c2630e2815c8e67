package dev.signalbox.executor.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.executor.adapter.kafka.Executor;
import dev.signalbox.executor.adapter.metrics.MicrometerAttempts;
import dev.signalbox.executor.adapter.metrics.MicrometerSandboxes;
import dev.signalbox.executor.adapter.noop.NoopBackend;
import dev.signalbox.executor.app.SandboxAttempts;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.agent.AgentWorker;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the parts together. A new backend is one more line in {@link Providers}. */
public class ExecutorBeans {

    private static final int SLOTS_PER_PROCESSOR = 4;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    ObjectMapper objectMapper() {
        return Json.mapper();
    }

    @Produces
    @Singleton
    SandboxBackend backend(
            ExecutorConfig config,
            SandboxConfig sandboxes,
            Providers providers,
            AgentWorker agents,
            MeterRegistry meters,
            Clock clock)
            throws IOException, InterruptedException {
        return config.backend().equals(NoopBackend.NAME)
                ? new NoopBackend()
                : new SandboxAttempts(
                        providers.open(config.backend()),
                        agents,
                        sandboxes.settings(),
                        new MicrometerSandboxes(meters),
                        clock);
    }

    @Produces
    @Singleton
    Executor executor(
            ExecutorConfig config,
            SandboxBackend backend,
            MeterRegistry meters,
            Tracing tracing,
            Clock clock,
            KafkaConnection kafka,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        int slots = config.slots() > 0
                ? config.slots()
                : SLOTS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        return new Executor(
                backend,
                new MicrometerAttempts(meters, backend.name(), slots),
                tracing,
                clock,
                new Executor.Settings(
                        kafka,
                        config.createTopics(),
                        slots,
                        config.announceEvery(),
                        config.shutdownGrace(),
                        version,
                        config.onDemand() ? config.coldStart() : null));
    }
}
