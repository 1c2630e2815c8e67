package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KubernetesTest {

    private static final String BASE = "k8s/base";

    private final List<JsonNode> manifests = manifests();

    @Test
    void everyManifestHasOnlyFieldsThatKubernetesKnows() {
        assertThat(manifests).hasSizeGreaterThan(20);
        assertThat(KubernetesTypes.faults(manifests)).isEmpty();
    }

    @Test
    void everyManifestKeepsOurRules() {
        assertThat(KubernetesRules.faults(manifests, Checkout.documentedVariables()))
                .isEmpty();
    }

    @Test
    void everyServiceIsDeployed() {
        Set<String> images = new TreeSet<>();
        for (JsonNode manifest : manifests) {
            manifest.path("spec")
                    .path("template")
                    .path("spec")
                    .path("containers")
                    .forEach(container -> {
                        String image = container.path("image").asText();
                        images.add(image.substring(image.indexOf('/') + 1, image.indexOf(':')));
                    });
        }
        assertThat(images).containsExactlyInAnyOrderElementsOf(Checkout.SERVICES);
    }

    @Test
    void kustomizationNamesEveryFileAndNoOther() {
        JsonNode kustomization =
                Checkout.yaml(Checkout.text(BASE + "/kustomization.yaml")).getFirst();
        List<String> named = new ArrayList<>();
        kustomization.path("resources").forEach(resource -> named.add(resource.asText()));

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Checkout.files(BASE).stream()
                        .map(file -> file.getFileName().toString())
                        .filter(file -> !file.equals("kustomization.yaml"))
                        .toList());
    }

    @Test
    void whatKustomizeMakesOfItKeepsTheRulesToo() throws Exception {
        assumeThat(onPath("kubectl")).as("kubectl is on the path").isTrue();
        Path rendered = Files.createTempFile("signalbox", ".yaml");
        try {
            Process kustomize = new ProcessBuilder(
                            "kubectl",
                            "kustomize",
                            Checkout.root().resolve(BASE).toString())
                    .redirectOutput(rendered.toFile())
                    .start();
            assertThat(kustomize.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(kustomize.exitValue())
                    .as(new String(kustomize.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isZero();
            List<JsonNode> applied = Checkout.yaml(Files.readString(rendered));

            assertThat(applied).hasSameSizeAs(manifests);
            assertThat(KubernetesTypes.faults(applied)).isEmpty();
            assertThat(KubernetesRules.faults(applied, Checkout.documentedVariables()))
                    .isEmpty();
        } finally {
            Files.delete(rendered);
        }
    }

    @Test
    void misspeltAndMistypedFieldsAreFound() {
        assertThat(KubernetesTypes.faults(Checkout.yaml(Checkout.resource("misspelt-deployment.yaml"))))
                .hasSize(2)
                .anyMatch(fault -> fault.contains("readOnlyRootFileSystem"))
                .anyMatch(fault -> fault.contains("containerPort"));
    }

    @Test
    void manifestThatBreaksTheRulesIsFound() {
        assertThat(KubernetesRules.faults(
                        Checkout.yaml(Checkout.resource("careless-deployment.yaml")), Set.of("SIGNALBOX_KAFKA")))
                .containsExactlyInAnyOrder(
                        "careless lacks: runAsNonRoot",
                        "careless lacks: runAsUser above 0",
                        "careless lacks: seccomp",
                        "careless lacks: no token is mounted",
                        "careless lacks: no variables of other services",
                        "careless lacks: its service account exists",
                        "careless lacks: time to end",
                        "careless lacks: selects its pods",
                        "careless lacks: a disruption budget that leaves room",
                        "careless-port lacks: the port of its container",
                        "careless-port lacks: a network policy that lets somebody in",
                        "careless: image signalbox/careless:latest is not pinned to a version",
                        "careless lacks: no privilege escalation",
                        "careless lacks: a read-only root file system",
                        "careless lacks: no capabilities",
                        "careless lacks: no added capabilities",
                        "careless lacks: requests of cpu",
                        "careless lacks: requests of memory",
                        "careless lacks: limits of cpu",
                        "careless lacks: startupProbe at /q/health/started",
                        "careless lacks: startupProbe at a port of the container",
                        "careless lacks: readinessProbe at /q/health/ready",
                        "careless lacks: readinessProbe at a port of the container",
                        "careless lacks: livenessProbe at /q/health/live",
                        "careless lacks: SIGNALBOX_POSTGRES_PASSWORD documented in docs/architecture.md",
                        "careless lacks: SIGNALBOX_KAFKA in its ConfigMap",
                        "careless lacks: the volume \"missing\"",
                        "careless lacks: a writable /tmp",
                        "careless lacks: passwords by reference",
                        "careless-service lacks: pods that its selector selects",
                        "careless lacks: the service account mounts no token",
                        "network lacks: one policy denies everything");
    }

    private static List<JsonNode> manifests() {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : Checkout.files(BASE)) {
            if (!file.getFileName().toString().equals("kustomization.yaml")) {
                all.addAll(Checkout.yaml(read(file)));
            }
        }
        return all;
    }

    private static String read(Path file) {
        return Checkout.text(Checkout.root().relativize(file).toString());
    }

    private static boolean onPath(String program) throws IOException {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }
}
