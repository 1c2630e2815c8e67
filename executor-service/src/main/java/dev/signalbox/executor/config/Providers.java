package dev.signalbox.executor.config;

import dev.signalbox.executor.adapter.e2b.E2bProvider;
import dev.signalbox.executor.adapter.e2b.E2bSettings;
import dev.signalbox.executor.adapter.kubernetes.KubernetesProvider;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the provider of the backend that is configured, and no other. */
@Singleton
class Providers {

    private final ExecutorConfig config;
    private final SandboxConfig sandboxes;
    private final E2bConfig e2b;
    private final KubernetesConfig kubernetes;
    private final LocalFullConfig localFull;

    Providers(
            ExecutorConfig config,
            SandboxConfig sandboxes,
            E2bConfig e2b,
            KubernetesConfig kubernetes,
            LocalFullConfig localFull) {
        this.config = config;
        this.sandboxes = sandboxes;
        this.e2b = e2b;
        this.kubernetes = kubernetes;
        this.localFull = localFull;
    }

    /**
     * The provider of a backend.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    SandboxProvider open(String backend) throws IOException, InterruptedException {
        return switch (backend) {
            case LocalProvider.NAME -> LocalProvider.open(local());
            case LocalProvider.FULL -> LocalProvider.open(local().withFull(localFull.settings()));
            case E2bSettings.NAME -> E2bProvider.open(e2b.settings(sandboxes.installation()));
            case KubernetesProvider.NAME ->
                KubernetesProvider.open(kubernetes.settings(sandboxes.installation(), config.longestDuration()));
            default ->
                throw new IllegalArgumentException("signalbox.executor.backend (SIGNALBOX_BACKEND) is " + backend
                        + "; there are local, local-full, e2b, kubernetes, scrapybara and noop");
        };
    }

    private LocalSettings local() {
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
