package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Our own rules for manifests, beyond what Kubernetes demands. */
final class KubernetesRules {

    private final List<JsonNode> manifests;
    private final Set<String> variables;
    private final List<String> faults = new ArrayList<>();

    private KubernetesRules(List<JsonNode> manifests, Set<String> variables) {
        this.manifests = manifests;
        this.variables = variables;
    }

    /** What breaks a rule, in words; empty when nothing does. */
    static List<String> faults(List<JsonNode> manifests, Set<String> documentedVariables) {
        KubernetesRules rules = new KubernetesRules(manifests, documentedVariables);
        rules.of("Deployment").forEach(rules::checkDeployment);
        rules.of("Service").forEach(rules::checkService);
        rules.of("ServiceAccount")
                .forEach(account -> rules.want(
                        account.path("automountServiceAccountToken").isBoolean()
                                && !account.path("automountServiceAccountToken").asBoolean(),
                        name(account),
                        "the service account mounts no token"));
        rules.want(
                rules.of("NetworkPolicy").stream().anyMatch(KubernetesRules::deniesAll),
                "network",
                "one policy denies everything");
        return rules.faults;
    }

    private void checkDeployment(JsonNode deployment) {
        String name = name(deployment);
        JsonNode pod = deployment.path("spec").path("template").path("spec");
        JsonNode labels =
                deployment.path("spec").path("template").path("metadata").path("labels");
        JsonNode security = pod.path("securityContext");
        want(security.path("runAsNonRoot").asBoolean(), name, "runAsNonRoot");
        want(security.path("runAsUser").asInt() > 0, name, "runAsUser above 0");
        want(
                "RuntimeDefault"
                        .equals(security.path("seccompProfile").path("type").asText()),
                name,
                "seccomp");
        want(isFalse(pod.path("automountServiceAccountToken")), name, "no token is mounted");
        want(isFalse(pod.path("enableServiceLinks")), name, "no variables of other services");
        want(has("ServiceAccount", pod.path("serviceAccountName").asText()), name, "its service account exists");
        want(pod.path("terminationGracePeriodSeconds").asInt() >= 30, name, "time to end");
        want(matches(deployment.path("spec").path("selector").path("matchLabels"), labels), name, "selects its pods");
        want(
                of("PodDisruptionBudget").stream()
                        .anyMatch(budget -> matches(
                                        budget.path("spec").path("selector").path("matchLabels"), labels)
                                && budget.path("spec").path("minAvailable").asInt()
                                        < deployment
                                                .path("spec")
                                                .path("replicas")
                                                .asInt()),
                name,
                "a disruption budget that leaves room");
        pod.path("containers").forEach(container -> checkContainer(name, pod, container));
    }

    private void checkContainer(String name, JsonNode pod, JsonNode container) {
        faults.addAll(Checkout.imageFaults(name, container.path("image").asText()));
        JsonNode security = container.path("securityContext");
        want(isFalse(security.path("allowPrivilegeEscalation")), name, "no privilege escalation");
        want(security.path("readOnlyRootFilesystem").asBoolean(), name, "a read-only root file system");
        want(security.path("capabilities").path("drop").toString().contains("\"ALL\""), name, "no capabilities");
        want(security.path("capabilities").path("add").isMissingNode(), name, "no added capabilities");
        for (String side : List.of("requests", "limits")) {
            for (String resource : List.of("cpu", "memory")) {
                want(container.path("resources").path(side).has(resource), name, side + " of " + resource);
            }
        }
        checkProbe(name, container, "startupProbe", "/q/health/started");
        checkProbe(name, container, "readinessProbe", "/q/health/ready");
        checkProbe(name, container, "livenessProbe", "/q/health/live");
        for (JsonNode variable : container.path("env")) {
            String variableName = variable.path("name").asText();
            want(variables.contains(variableName), name, variableName + " documented in docs/architecture.md");
            JsonNode reference = variable.path("valueFrom").path("configMapKeyRef");
            want(reference.isMissingNode() || configured(reference), name, variableName + " in its ConfigMap");
        }
        Set<String> volumes = new TreeSet<>();
        pod.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        container
                .path("volumeMounts")
                .forEach(mount ->
                        want(volumes.contains(mount.path("name").asText()), name, "the volume " + mount.path("name")));
        want(container.path("volumeMounts").toString().contains("\"/tmp\""), name, "a writable /tmp");
        String password = container.path("env").toString();
        want(!password.matches(".*PASSWORD\",\"value\".*"), name, "passwords by reference");
    }

    private void checkProbe(String name, JsonNode container, String probe, String path) {
        JsonNode http = container.path(probe).path("httpGet");
        want(path.equals(http.path("path").asText()), name, probe + " at " + path);
        boolean known = false;
        for (JsonNode port : container.path("ports")) {
            known |= port.path("name").asText().equals(http.path("port").asText());
        }
        want(known, name, probe + " at a port of the container");
    }

    private void checkService(JsonNode service) {
        JsonNode selector = service.path("spec").path("selector");
        int port = service.path("spec").path("ports").path(0).path("port").asInt();
        boolean found = false;
        for (JsonNode deployment : of("Deployment")) {
            JsonNode template = deployment.path("spec").path("template");
            JsonNode labels = template.path("metadata").path("labels");
            if (matches(selector, labels)) {
                found = true;
                JsonNode container = template.path("spec").path("containers").path(0);
                int open = container.path("ports").path(0).path("containerPort").asInt();
                want(port == open, name(service), "the port of its container");
                want(letsIn(labels, open), name(service), "a network policy that lets somebody in");
            }
        }
        want(found, name(service), "pods that its selector selects");
    }

    private boolean letsIn(JsonNode labels, int port) {
        return of("NetworkPolicy").stream()
                .map(policy -> policy.path("spec"))
                .filter(spec -> matches(spec.path("podSelector").path("matchLabels"), labels))
                .flatMap(spec -> spec.path("ingress").valueStream())
                .flatMap(rule -> rule.path("ports").valueStream())
                .anyMatch(open -> open.path("port").asInt() == port);
    }

    private boolean configured(JsonNode reference) {
        return of("ConfigMap").stream()
                .filter(map -> name(map).equals(reference.path("name").asText()))
                .anyMatch(map -> map.path("data").has(reference.path("key").asText()));
    }

    private List<JsonNode> of(String kind) {
        return manifests.stream()
                .filter(manifest -> kind.equals(manifest.path("kind").asText()))
                .toList();
    }

    private boolean has(String kind, String name) {
        return of(kind).stream().anyMatch(manifest -> name(manifest).equals(name));
    }

    private void want(boolean kept, String name, String rule) {
        if (!kept) {
            faults.add(name + " lacks: " + rule);
        }
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.asBoolean();
    }

    private static boolean deniesAll(JsonNode policy) {
        JsonNode spec = policy.path("spec");
        return spec.path("podSelector").isObject()
                && spec.path("podSelector").isEmpty()
                && spec.path("policyTypes").size() == 2
                && spec.path("ingress").isMissingNode()
                && spec.path("egress").isMissingNode();
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        boolean all = !selector.isEmpty();
        for (var field : selector.properties()) {
            all &= field.getValue().equals(labels.path(field.getKey()));
        }
        return all;
    }

    private static String name(JsonNode manifest) {
        return manifest.path("metadata").path("name").asText();
    }
}
