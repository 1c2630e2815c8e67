package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;

/** The objects of one rendering, and what rules ask of them. */
record Manifests(List<JsonNode> all) {

    Manifests {
        all = List.copyOf(all);
    }

    List<JsonNode> of(String kind) {
        return all.stream()
                .filter(manifest -> kind.equals(manifest.path("kind").asText()))
                .toList();
    }

    /** What runs pods for ever. */
    List<JsonNode> workloads() {
        return all.stream()
                .filter(manifest -> List.of("Deployment", "StatefulSet")
                        .contains(manifest.path("kind").asText()))
                .toList();
    }

    /** The object, or a missing node. */
    JsonNode find(String kind, String name) {
        return of(kind).stream()
                .filter(manifest -> name(manifest).equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    boolean has(String kind, String name) {
        return !find(kind, name).isMissingNode();
    }

    /** What a variable of a container is set to, by itself or by a ConfigMap; empty where nobody here knows. */
    String value(JsonNode variable) {
        JsonNode reference = variable.path("valueFrom").path("configMapKeyRef");
        return reference.isMissingNode()
                ? variable.path("value").asText()
                : find("ConfigMap", reference.path("name").asText())
                        .path("data")
                        .path(reference.path("key").asText())
                        .asText();
    }

    /** What a variable of the first container is set to; empty without it. */
    String value(JsonNode workload, String variable) {
        return container(workload)
                .path("env")
                .valueStream()
                .filter(one -> variable.equals(one.path("name").asText()))
                .findFirst()
                .map(this::value)
                .orElse("");
    }

    static String name(JsonNode manifest) {
        return manifest.path("metadata").path("name").asText();
    }

    static JsonNode pod(JsonNode workload) {
        return workload.path("spec").path("template").path("spec");
    }

    static JsonNode container(JsonNode workload) {
        return pod(workload).path("containers").path(0);
    }

    static JsonNode podLabels(JsonNode workload) {
        return workload.path("spec").path("template").path("metadata").path("labels");
    }

    /** Whether a workload is one of our services. */
    static boolean ours(JsonNode workload) {
        String image = container(workload).path("image").asText();
        return Checkout.SERVICES.stream().anyMatch(service -> image.contains("/" + service + ":"));
    }

    /** Whether labels have all that a map of wanted labels has, which must be some. */
    static boolean matches(JsonNode wanted, JsonNode labels) {
        boolean all = !wanted.isEmpty();
        for (var field : wanted.properties()) {
            all &= field.getValue().equals(labels.path(field.getKey()));
        }
        return all;
    }

    /** Whether a selector of pods selects these labels; an empty one selects all. */
    static boolean selects(JsonNode selector, JsonNode labels) {
        return selector.isObject() && selector.isEmpty() || matches(selector.path("matchLabels"), labels);
    }

    /** How long a pod may take to end once it was told, before its own grace begins. */
    static Duration beforeTheEnd(JsonNode container) {
        return Duration.ofSeconds(container
                .path("lifecycle")
                .path("preStop")
                .path("sleep")
                .path("seconds")
                .asLong());
    }
}
