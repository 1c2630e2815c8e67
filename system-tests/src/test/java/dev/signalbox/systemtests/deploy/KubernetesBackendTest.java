package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manifests of the backend whose sandboxes are pods. */
class KubernetesBackendTest {

    private final Manifests all = KubernetesTest.overlay("production");
    private final List<JsonNode> manifests = all.all().stream()
            .filter(manifest ->
                    manifest.path("metadata").path("namespace").asText().equals("signalbox-tasks")
                            || Manifests.name(manifest).equals("executor-kubernetes"))
            .toList();

    @Test
    void samplesHaveOnlyFieldsThatKubernetesKnows() {
        assertThat(KubernetesTypes.faults(Checkout.yaml(Checkout.text("k8s/samples/runtime-classes.yaml"))))
                .isEmpty();
    }

    /** An overlay has no namespace of its own, which would take them all. */
    @Test
    void everyObjectSaysItsNamespace() {
        for (JsonNode manifest : all.all()) {
            if (!manifest.path("kind").asText().equals("Namespace")) {
                assertThat(manifest.path("metadata").path("namespace").asText())
                        .as(manifest.path("kind").asText())
                        .isIn("signalbox", "signalbox-tasks");
            }
        }
    }

    @Test
    void podsOfTasksReachNobodyUnlessTheyAreLabelledForIt() {
        List<JsonNode> policies = manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals("NetworkPolicy"))
                .filter(manifest ->
                        manifest.path("metadata").path("namespace").asText().equals("signalbox-tasks"))
                .toList();

        assertThat(policies).hasSize(2);
        assertThat(policies)
                .anyMatch(policy -> policy.path("spec").path("podSelector").isEmpty()
                        && policy.path("spec").path("policyTypes").size() == 2
                        && policy.path("spec").path("egress").isMissingNode());
        for (JsonNode policy : policies) {
            for (JsonNode rule : policy.path("spec").path("egress")) {
                for (JsonNode to : rule.path("to")) {
                    if (to.path("ipBlock").path("cidr").asText().equals("0.0.0.0/0")) {
                        assertThat(to.path("ipBlock").path("except").toString())
                                .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16");
                    }
                }
            }
        }
    }

    @Test
    void executorMayTouchPodsOnly() {
        assertThat(all.of("Role")).hasSize(1);
        for (JsonNode manifest : manifests) {
            for (JsonNode rule : manifest.path("rules")) {
                assertThat(rule.path("apiGroups").toString()).isEqualTo("[\"\"]");
                assertThat(rule.path("resources").toString()).isIn("[\"pods\"]", "[\"pods/exec\"]");
                assertThat(rule.path("verbs").toString()).doesNotContain("*");
            }
        }
    }
}
