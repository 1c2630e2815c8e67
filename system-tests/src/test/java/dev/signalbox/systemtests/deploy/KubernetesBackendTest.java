package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manifests of the backend whose sandboxes are pods. */
class KubernetesBackendTest {

    private static final String FOLDER = "k8s/kubernetes-backend";

    private final List<JsonNode> manifests = manifests(FOLDER);

    @Test
    void everyManifestHasOnlyFieldsThatKubernetesKnows() {
        assertThat(KubernetesTypes.faults(manifests)).isEmpty();
        assertThat(KubernetesTypes.faults(manifests("k8s/samples"))).isEmpty();
    }

    @Test
    void everyManifestKeepsOurRulesBesideTheBase() {
        List<JsonNode> all = new ArrayList<>(manifests("k8s/base"));
        all.addAll(manifests);

        assertThat(KubernetesRules.faults(all, Checkout.documentedVariables())).isEmpty();
    }

    @Test
    void kustomizationNamesEveryFileAndNoOther() {
        List<String> named = new ArrayList<>();
        Checkout.yaml(Checkout.text(FOLDER + "/kustomization.yaml"))
                .getFirst()
                .path("resources")
                .forEach(resource -> named.add(resource.asText()));

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Checkout.files(FOLDER).stream()
                        .map(file -> file.getFileName().toString())
                        .filter(file -> !file.equals("kustomization.yaml"))
                        .toList());
    }

    @Test
    void everyObjectSaysItsNamespaceAndTheOnesOfTasksAreTheTasks() {
        for (JsonNode manifest : manifests) {
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
        for (JsonNode manifest : manifests) {
            for (JsonNode rule : manifest.path("rules")) {
                assertThat(rule.path("apiGroups").toString()).isEqualTo("[\"\"]");
                assertThat(rule.path("resources").toString()).isIn("[\"pods\"]", "[\"pods/exec\"]");
                assertThat(rule.path("verbs").toString()).doesNotContain("*");
            }
        }
    }

    private static List<JsonNode> manifests(String folder) {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : Checkout.files(folder)) {
            if (!file.getFileName().toString().equals("kustomization.yaml")) {
                all.addAll(Checkout.yaml(
                        Checkout.text(Checkout.root().relativize(file).toString())));
            }
        }
        return all;
    }
}
