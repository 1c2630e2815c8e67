package dev.signalbox.executor.adapter.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxRequest;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import dev.signalbox.simulators.kubernetes.KubernetesSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A simulated cluster whose pods run in the local isolation. */
final class TestingCluster implements AutoCloseable {

    static final String INSTALLATION = "contract";

    final LocalProvider inner;
    final KubernetesSimulator simulator;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestingCluster(LocalProvider inner) {
        this.inner = inner;
        this.simulator = KubernetesSimulator.start(
                new KubernetesSimulator.Settings("127.0.0.1", 0, Duration.ofMillis(20)), inner);
    }

    static TestingCluster start() throws IOException, InterruptedException {
        LocalProvider inner = LocalProvider.open(LocalSettings.in(Files.createTempDirectory("kubernetes-it")));
        assumeTrue(
                inner.offer().available(),
                () -> "this machine cannot isolate: " + inner.offer().unavailableBecause());
        return new TestingCluster(inner);
    }

    KubernetesProvider open(@Nullable String token) {
        return open(token, null, KubernetesSettings.IMAGE);
    }

    KubernetesProvider open(@Nullable String token, @Nullable String runtimeClass, String image) {
        KubernetesSettings usual = KubernetesSettings.of(INSTALLATION);
        return KubernetesProvider.open(new KubernetesSettings(
                INSTALLATION,
                simulator.url(),
                token,
                KubernetesSettings.NAMESPACE,
                image,
                runtimeClass,
                KubernetesSettings.USER,
                false,
                false,
                usual.tiers(),
                usual.languages(),
                usual.longestDuration(),
                Duration.ofSeconds(5),
                usual.startUp()));
    }

    SandboxRequest request() {
        return request(Duration.ofMinutes(2));
    }

    SandboxRequest request(Duration lifetime) {
        return new SandboxRequest(
                new SandboxLabels(
                        INSTALLATION,
                        KubernetesProvider.NAME,
                        "worker-1",
                        "quick",
                        new SandboxLabels.Owner(new TenantId("acme"), new TaskId("t-" + UUID.randomUUID()), 1, 1)),
                "quick",
                new Resources(1, 512, 256, 128),
                Map.of("KEY", "hush-sandbox"),
                lifetime);
    }

    /**
     * The Role that ships, without one verb.
     *
     * @param without resource and verb; nothing for all of it
     */
    String role(String without) throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docker-compose.yml"))) {
            folder = folder.getParent();
        }
        String role = Files.readString(folder.resolve("k8s/components/executors/kubernetes/tasks-role.yaml"));
        if (without.isEmpty()) {
            return role;
        }
        String resource = without.substring(0, without.indexOf(' '));
        String verb = without.substring(without.indexOf(' ') + 1);
        int verbs = role.indexOf("verbs:", role.indexOf("resources: [" + resource + "]"));
        int end = role.indexOf(']', verbs);
        return role.substring(0, verbs)
                + role.substring(verbs, end).replaceFirst("\\b" + verb + "\\b", "nothing")
                + role.substring(end);
    }

    /** A pod as the API server shows it. */
    String pod(String name) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(simulator.url() + "/api/v1/namespaces/"
                                        + KubernetesSettings.NAMESPACE + "/pods/" + name))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    void removeAll() {
        simulator
                .pods()
                .forEach(pod -> simulator.lose(KubernetesSettings.NAMESPACE, pod.substring(pod.indexOf('/') + 1)));
    }

    @Override
    public void close() {
        simulator.close();
        inner.close();
    }
}
