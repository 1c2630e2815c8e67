package dev.signalbox.executor.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.adapter.kafka.Executor;
import dev.signalbox.executor.adapter.metrics.MicrometerAttempts;
import dev.signalbox.executor.adapter.noop.NoopBackend;
import dev.signalbox.executor.app.SandboxAttempts;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.agent.NoAgents;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the parts together. A new backend is one more line in {@link #backend}. */
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
    SandboxBackend backend(ExecutorConfig config) throws IOException, InterruptedException {
        return switch (config.backend()) {
            case LocalProvider.NAME ->
                new SandboxAttempts(
                        LocalProvider.open(localSettings(config)),
                        new NoAgents(),
                        SandboxSettings.STANDARD,
                        SandboxMeters.NONE,
                        Clock.systemUTC());
            case NoopBackend.NAME -> new NoopBackend();
            default ->
                throw new IllegalArgumentException("signalbox.executor.backend (SIGNALBOX_BACKEND) is "
                        + config.backend() + "; there are local and noop");
        };
    }

    @Produces
    @Singleton
    Executor executor(
            ExecutorConfig config,
            SandboxBackend backend,
            MeterRegistry meters,
            Clock clock,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        int slots = config.slots() > 0
                ? config.slots()
                : SLOTS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        return new Executor(
                backend,
                new MicrometerAttempts(meters),
                clock,
                new Executor.Settings(
                        bootstrapServers,
                        config.createTopics(),
                        slots,
                        config.announceEvery(),
                        config.shutdownGrace(),
                        version));
    }

    private static LocalSettings localSettings(ExecutorConfig config) {
        Path workDir = config.workDir()
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "signalbox-" + System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_"),
                        "work"));
        return new LocalSettings(
                workDir.toAbsolutePath(),
                config.allowUnisolated(),
                config.longestDuration(),
                config.bubblewrap(),
                true);
    }
}
