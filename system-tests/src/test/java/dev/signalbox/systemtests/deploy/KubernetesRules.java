package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Our own rules for what runs pods, beyond what Kubernetes demands. Those for the servers beside our services (Kafka,
 * PostgreSQL, Valkey as plain StatefulSets) are fewer: their images are not ours.
 */
final class KubernetesRules {

    /** The client's key of Kafka is the path of a file; what is in the file comes from a Secret. */
    private static final String SECRET_NAME = "(?!SIGNALBOX_KAFKA_CLIENT_KEY$).*(KEY|KEYS|PASSWORD|TOKEN|SECRET)$";

    /** What an executor needs after the grace of its attempts: its loops, its records, the JVM. */
    private static final Duration AFTER_GRACE = Duration.ofSeconds(20);

    private final Manifests manifests;
    private final Set<String> variables;
    private final List<String> faults = new ArrayList<>();

    private KubernetesRules(Manifests manifests, Set<String> variables) {
        this.manifests = manifests;
        this.variables = variables;
    }

    /** What breaks a rule, in words; empty when nothing does. */
    static List<String> faults(Manifests manifests, Set<String> documentedVariables) {
        KubernetesRules rules = new KubernetesRules(manifests, documentedVariables);
        manifests.workloads().forEach(rules::checkWorkload);
        manifests.of("Deployment").forEach(rules::checkDeployment);
        manifests.of("Service").forEach(rules::checkService);
        manifests.of("Secret").forEach(secret -> rules.want(false, Manifests.name(secret), "secrets elsewhere"));
        for (JsonNode map : manifests.of("ConfigMap")) {
            map.path("data")
                    .fieldNames()
                    .forEachRemaining(
                            key -> rules.want(!key.matches(SECRET_NAME), Manifests.name(map), key + " in a Secret"));
        }
        return rules.faults;
    }

    private void checkWorkload(JsonNode workload) {
        String name = Manifests.name(workload);
        JsonNode pod = Manifests.pod(workload);
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
        want(
                manifests.has("ServiceAccount", pod.path("serviceAccountName").asText()),
                name,
                "its service account exists");
        want(pod.path("terminationGracePeriodSeconds").asInt() >= 30, name, "time to end");
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            want(!pod.path(shared).asBoolean(), name, "no " + shared);
        }
        pod.path("volumes").forEach(volume -> want(!volume.has("hostPath"), name, "no folder of the node"));
        want(
                Manifests.matches(
                        workload.path("spec").path("selector").path("matchLabels"), Manifests.podLabels(workload)),
                name,
                "selects its pods");
        pod.path("initContainers").forEach(container -> checkContainer(name, workload, container));
        pod.path("containers").forEach(container -> checkContainer(name, workload, container));
    }

    private void checkDeployment(JsonNode deployment) {
        String name = Manifests.name(deployment);
        JsonNode labels = Manifests.podLabels(deployment);
        want(
                manifests.of("PodDisruptionBudget").stream()
                        .map(budget -> budget.path("spec"))
                        .anyMatch(budget ->
                                Manifests.matches(budget.path("selector").path("matchLabels"), labels)
                                        && budget.path("maxUnavailable").asInt() > 0),
                name,
                "a disruption budget that lets one go");
        for (String key : List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone")) {
            want(
                    Manifests.pod(deployment)
                            .path("topologySpreadConstraints")
                            .valueStream()
                            .anyMatch(spread ->
                                    key.equals(spread.path("topologyKey").asText())
                                            && Manifests.selects(spread.path("labelSelector"), labels)),
                    name,
                    "spread over " + key);
        }
        JsonNode rolling = deployment.path("spec").path("strategy").path("rollingUpdate");
        want(
                rolling.path("maxUnavailable").asText().equals("0")
                        && rolling.path("maxSurge").asInt() > 0,
                name,
                "a new pod before an old one goes");
        JsonNode container = Manifests.container(deployment);
        checkProbe(name, container, "startupProbe", "/q/health/started");
        checkProbe(name, container, "readinessProbe", "/q/health/ready");
        checkProbe(name, container, "livenessProbe", "/q/health/live");
        want(container.path("volumeMounts").toString().contains("\"/tmp\""), name, "a writable /tmp");
        want(Manifests.beforeTheEnd(container).isPositive(), name, "a pause in which its address is forgotten");
        Duration end = Duration.ofSeconds(
                Manifests.pod(deployment).path("terminationGracePeriodSeconds").asLong());
        want(end.compareTo(timeToEnd(deployment)) >= 0, name, "time to end what it has begun");
    }

    /** The pause, the longest that the service waits for its work, and some room. */
    private Duration timeToEnd(JsonNode deployment) {
        JsonNode container = Manifests.container(deployment);
        String grace = manifests.value(deployment, "SIGNALBOX_SHUTDOWN_GRACE");
        Duration work = grace.isEmpty()
                ? Checkout.shutdownTimeout(container.path("name").asText())
                : Duration.parse(grace);
        return Manifests.beforeTheEnd(container).plus(work).plus(AFTER_GRACE);
    }

    private void checkContainer(String name, JsonNode workload, JsonNode container) {
        boolean ours = workload.path("kind").asText().equals("Deployment");
        faults.addAll(Checkout.imageFaults(name, container.path("image").asText()));
        JsonNode security = container.path("securityContext");
        want(isFalse(security.path("allowPrivilegeEscalation")), name, "no privilege escalation");
        want(!security.path("privileged").asBoolean(), name, "no privileges");
        want(!ours || security.path("readOnlyRootFilesystem").asBoolean(), name, "a read-only root file system");
        want(security.path("capabilities").path("drop").toString().contains("\"ALL\""), name, "no capabilities");
        want(security.path("capabilities").path("add").isMissingNode(), name, "no added capabilities");
        for (String side : List.of("requests", "limits")) {
            for (String resource : List.of("cpu", "memory")) {
                want(container.path("resources").path(side).has(resource), name, side + " of " + resource);
            }
        }
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            want(container.has(probe), name, probe);
        }
        for (JsonNode variable : container.path("env")) {
            String variableName = variable.path("name").asText();
            want(!ours || variables.contains(variableName), name, variableName + " documented in docs");
            JsonNode reference = variable.path("valueFrom").path("configMapKeyRef");
            want(
                    reference.isMissingNode()
                            || manifests
                                    .find("ConfigMap", reference.path("name").asText())
                                    .path("data")
                                    .has(reference.path("key").asText()),
                    name,
                    variableName + " in its ConfigMap");
            want(
                    !variableName.matches(SECRET_NAME)
                            || variable.path("valueFrom").has("secretKeyRef"),
                    name,
                    variableName + " by reference to a Secret");
        }
        Set<String> volumes = new TreeSet<>();
        Manifests.pod(workload)
                .path("volumes")
                .forEach(volume -> volumes.add(volume.path("name").asText()));
        workload.path("spec").path("volumeClaimTemplates").forEach(claim -> volumes.add(Manifests.name(claim)));
        for (JsonNode mount : container.path("volumeMounts")) {
            want(volumes.contains(mount.path("name").asText()), name, "the volume " + mount.path("name"));
        }
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
        for (JsonNode workload : manifests.workloads()) {
            if (Manifests.matches(selector, Manifests.podLabels(workload))) {
                found = true;
                int open = Manifests.container(workload)
                        .path("ports")
                        .path(0)
                        .path("containerPort")
                        .asInt();
                want(port == open, Manifests.name(service), "the port of its container");
            }
        }
        want(found, Manifests.name(service), "pods that its selector selects");
    }

    private void want(boolean kept, String name, String rule) {
        if (!kept) {
            faults.add(name + " lacks: " + rule);
        }
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.asBoolean();
    }
}
