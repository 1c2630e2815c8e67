package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What the API server checks before it accepts a pod: names and labels, the restricted Pod Security Standard in the
 * namespace for tasks, RuntimeClasses and the quota. And what it adds.
 */
final class Admission {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private final Cluster cluster;
    private final PodStore pods;

    Admission(Cluster cluster, PodStore pods) {
        this.cluster = cluster;
        this.pods = pods;
    }

    /** The pod as it is kept. */
    ObjectNode admit(String namespace, ObjectNode pod) throws Refusal {
        ObjectNode metadata = pod.withObject("/metadata");
        if (!cluster.namespaces().contains(namespace)) {
            throw new Refusal(404, "NotFound", "namespaces \"" + namespace + "\" not found");
        }
        if (!metadata.hasNonNull("name") && metadata.hasNonNull("generateName")) {
            metadata.put(
                    "name",
                    metadata.get("generateName").asText()
                            + UUID.randomUUID().toString().substring(0, 5));
        }
        String name = metadata.path("name").asText();
        valid(name, metadata, pod.path("spec"));
        if (namespace.equals(Cluster.TASKS)) {
            restricted(name, pod.path("spec"));
        }
        runtimeClass(name, pod.path("spec"));
        quota(namespace, name);
        metadata.put("namespace", namespace)
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", now());
        pod.put("kind", "Pod").put("apiVersion", "v1");
        pod.putObject("status").put("phase", "Pending").put("qosClass", "Guaranteed");
        return pod;
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void valid(String name, ObjectNode metadata, JsonNode spec) throws Refusal {
        if (!NAME.matcher(name).matches()) {
            throw invalid(name, "metadata.name: Invalid value: \"" + name + "\": a lowercase RFC 1123 subdomain");
        }
        for (Map.Entry<String, JsonNode> label : metadata.path("labels").properties()) {
            if (!LABEL_KEY.matcher(label.getKey()).matches()
                    || !LABEL.matcher(label.getValue().asText()).matches()) {
                throw invalid(
                        name,
                        "metadata.labels: Invalid value: \"" + label.getValue().asText() + "\": a valid label");
            }
        }
        if (spec.path("containers").isEmpty()) {
            throw invalid(name, "spec.containers: Required value");
        }
    }

    private static void restricted(String name, JsonNode spec) throws Refusal {
        List<String> violations = new ArrayList<>();
        JsonNode ofPod = spec.path("securityContext");
        for (JsonNode container : spec.path("containers")) {
            JsonNode own = container.path("securityContext");
            if (own.path("allowPrivilegeEscalation").asBoolean(true)) {
                violations.add("allowPrivilegeEscalation != false");
            }
            if (StreamSupport.stream(own.path("capabilities").path("drop").spliterator(), false)
                    .noneMatch(one -> one.asText().equals("ALL"))) {
                violations.add("unrestricted capabilities");
            }
            if (!own.path("runAsNonRoot").asBoolean(ofPod.path("runAsNonRoot").asBoolean())) {
                violations.add("runAsNonRoot != true");
            }
            String seccomp = own.path("seccompProfile")
                    .path("type")
                    .asText(ofPod.path("seccompProfile").path("type").asText());
            if (!seccomp.equals("RuntimeDefault") && !seccomp.equals("Localhost")) {
                violations.add("seccompProfile");
            }
        }
        for (JsonNode volume : spec.path("volumes")) {
            if (volume.has("hostPath")) {
                violations.add("restricted volume types");
            }
        }
        if (spec.path("hostNetwork").asBoolean() || spec.path("hostPID").asBoolean()) {
            violations.add("host namespaces");
        }
        if (!violations.isEmpty()) {
            throw forbidden(name, "violates PodSecurity \"restricted:latest\": " + String.join(", ", violations));
        }
    }

    private void runtimeClass(String name, JsonNode spec) throws Refusal {
        String wanted = spec.path("runtimeClassName").asText("");
        if (!wanted.isEmpty() && !cluster.runtimeClasses().contains(wanted)) {
            throw forbidden(name, "pod rejected: RuntimeClass \"" + wanted + "\" not found");
        }
    }

    private void quota(String namespace, String name) throws Refusal {
        int used = pods.list(
                        pod -> pod.path("metadata").path("namespace").asText().equals(namespace)
                                && !List.of("Succeeded", "Failed")
                                        .contains(
                                                pod.path("status").path("phase").asText()))
                .size();
        int most = cluster.mostPods();
        if (used >= most) {
            throw forbidden(
                    name, "exceeded quota: tasks, requested: pods=1, used: pods=" + used + ", limited: pods=" + most);
        }
    }

    private static Refusal invalid(String name, String why) {
        return new Refusal(422, "Invalid", "Pod \"" + name + "\" is invalid: " + why);
    }

    private static Refusal forbidden(String name, String why) {
        return new Refusal(403, "Forbidden", "pods \"" + name + "\" is forbidden: " + why);
    }
}
