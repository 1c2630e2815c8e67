package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the overlays make, against the Kubernetes types and our own rules; each rule with a manifest that breaks it. */
class KubernetesTest {

    static Manifests overlay(String name) {
        return Kustomize.render(Checkout.root().resolve("k8s/overlays").resolve(name));
    }

    private static Manifests careless(String file) {
        return new Manifests(Checkout.yaml(Checkout.resource(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production", "existing-servers", "secure-servers"})
    void everyManifestHasOnlyFieldsThatKubernetesKnows(String overlay) {
        Manifests manifests = overlay(overlay);

        assertThat(manifests.all()).hasSizeGreaterThan(40);
        assertThat(KubernetesTypes.faults(manifests.all())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production", "existing-servers", "secure-servers"})
    void everyManifestKeepsOurRules(String overlay) {
        Manifests manifests = overlay(overlay);

        assertThat(KubernetesRules.faults(manifests, Checkout.variablesOfAllPages()))
                .isEmpty();
        assertThat(NetworkRules.faults(manifests)).isEmpty();
        assertThat(AccessRules.faults(manifests)).isEmpty();
        assertThat(ScalingRules.faults(manifests)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production", "existing-servers", "secure-servers"})
    void everyServiceIsDeployed(String overlay) {
        Set<String> images = new TreeSet<>();
        for (JsonNode deployment : overlay(overlay).of("Deployment")) {
            String image = Manifests.container(deployment).path("image").asText();
            images.add(image.substring(image.lastIndexOf('/') + 1, image.lastIndexOf(':')));
        }
        assertThat(images).containsExactlyInAnyOrderElementsOf(Checkout.SERVICES);
    }

    @Test
    void everyBackendHasItsExecutor() {
        Manifests manifests = overlay("existing-servers");

        assertThat(manifests.of("Deployment").stream()
                        .map(deployment -> manifests.value(deployment, "SIGNALBOX_BACKEND"))
                        .filter(backend -> !backend.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(KafkaTopicsTest.BACKENDS);
    }

    /** Restricted is enforced on every namespace that has pods of ours or of tasks. */
    @Test
    void namespacesLetNothingInThatIsNotRestricted() {
        List<JsonNode> namespaces = overlay("production").of("Namespace");

        assertThat(namespaces).hasSize(2);
        for (JsonNode namespace : namespaces) {
            assertThat(namespace
                            .path("metadata")
                            .path("labels")
                            .path("pod-security.kubernetes.io/enforce")
                            .asText())
                    .isEqualTo("restricted");
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
    void workloadThatBreaksTheRulesIsFound() {
        assertThat(KubernetesRules.faults(careless("careless-deployment.yaml"), Set.of("SIGNALBOX_KAFKA")))
                .containsExactlyInAnyOrder(
                        "careless lacks: runAsNonRoot",
                        "careless lacks: runAsUser above 0",
                        "careless lacks: seccomp",
                        "careless lacks: no token is mounted",
                        "careless lacks: no variables of other services",
                        "careless lacks: its service account exists",
                        "careless lacks: time to end",
                        "careless lacks: no hostNetwork",
                        "careless lacks: no hostPID",
                        "careless lacks: no hostIPC",
                        "careless lacks: no folder of the node",
                        "careless lacks: selects its pods",
                        "careless lacks: a disruption budget that lets one go",
                        "careless lacks: spread over kubernetes.io/hostname",
                        "careless lacks: spread over topology.kubernetes.io/zone",
                        "careless lacks: a new pod before an old one goes",
                        "careless lacks: a pause in which its address is forgotten",
                        "careless lacks: time to end what it has begun",
                        "careless-port lacks: the port of its container",
                        "careless: image signalbox/careless:latest is not pinned to a version",
                        "careless lacks: no privilege escalation",
                        "careless lacks: no privileges",
                        "careless lacks: a read-only root file system",
                        "careless lacks: no capabilities",
                        "careless lacks: no added capabilities",
                        "careless lacks: requests of cpu",
                        "careless lacks: requests of memory",
                        "careless lacks: limits of cpu",
                        "careless lacks: startupProbe",
                        "careless lacks: startupProbe at /q/health/started",
                        "careless lacks: startupProbe at a port of the container",
                        "careless lacks: readinessProbe",
                        "careless lacks: readinessProbe at /q/health/ready",
                        "careless lacks: readinessProbe at a port of the container",
                        "careless lacks: livenessProbe at /q/health/live",
                        "careless lacks: SIGNALBOX_POSTGRES_PASSWORD documented in docs",
                        "careless lacks: SIGNALBOX_POSTGRES_PASSWORD by reference to a Secret",
                        "careless lacks: SIGNALBOX_KAFKA in its ConfigMap",
                        "careless lacks: the volume \"missing\"",
                        "careless lacks: a writable /tmp",
                        "careless-service lacks: pods that its selector selects",
                        "careless-secret lacks: secrets elsewhere",
                        "careless-map lacks: SIGNALBOX_E2B_API_KEY in a Secret");
    }

    @Test
    void networkThatBreaksTheRulesIsFound() {
        assertThat(NetworkRules.faults(careless("careless-network.yaml")))
                .containsExactlyInAnyOrder(
                        "namespace signalbox lacks: a policy that denies everything",
                        "caller lacks: a way to postgres.example.org:5432",
                        "caller lacks: a way to callee:8082",
                        "caller lacks: a door at callee:8082",
                        "caller lacks: an address in SIGNALBOX_REDIS",
                        "caller lacks: a reason to reach port 22",
                        "caller lacks: a reason to reach port 9092",
                        "caller lacks: ports in what it may reach",
                        "caller lacks: an ingress rule for its own port 8080 only",
                        "callee lacks: an ingress rule for its own port 8082 only");
    }

    @Test
    void accessThatBreaksTheRulesIsFound() {
        assertThat(AccessRules.faults(careless("careless-access.yaml")))
                .containsExactlyInAnyOrder(
                        "everywhere lacks: rights in one namespace only",
                        "everything lacks: API groups by name",
                        "everything lacks: no rights on *",
                        "everything lacks: no rights on secrets",
                        "everything lacks: no right to *",
                        "everything lacks: no right to impersonate",
                        "everybody lacks: a Role that is here",
                        "everybody lacks: a service account of its own",
                        "everybody lacks: a service account of its own",
                        "careless lacks: the service account mounts no token",
                        "curious lacks: a token exactly where there are rights",
                        "idle lacks: a token exactly where there are rights");
    }

    @Test
    void scalingThatBreaksTheRulesIsFound() {
        assertThat(ScalingRules.faults(careless("careless-scaling.yaml")))
                .containsExactlyInAnyOrder(
                        "router lacks: two at least",
                        "router lacks: a partition for each of them",
                        "router lacks: no number of replicas beside its scaler",
                        "nobody lacks: a Deployment to scale",
                        "nobody lacks: room to grow",
                        "executor-e2b lacks: none where nothing is to be done",
                        "executor-e2b lacks: a backend that stays announced while none runs",
                        "executor-e2b lacks: one at least while Prometheus is away",
                        "executor-e2b lacks: what is running at its own backend",
                        "executor-e2b lacks: three quarters of its slots as threshold",
                        "executor-e2b lacks: one that stays while sessions hold sandboxes",
                        "executor-e2b lacks: no answer that counts as nothing to do");
    }
}
