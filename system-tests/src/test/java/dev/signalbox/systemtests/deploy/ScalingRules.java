package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Topics;
import java.util.ArrayList;
import java.util.List;

/** What scales, and by what. */
final class ScalingRules {

    private final Manifests manifests;
    private final List<String> faults = new ArrayList<>();

    private ScalingRules(Manifests manifests) {
        this.manifests = manifests;
    }

    /** What breaks a rule, in words; empty when nothing does. */
    static List<String> faults(Manifests manifests) {
        ScalingRules rules = new ScalingRules(manifests);
        manifests.of("HorizontalPodAutoscaler").forEach(rules::checkAutoscaler);
        manifests.of("ScaledObject").forEach(rules::checkScaledObject);
        return rules.faults;
    }

    private void checkAutoscaler(JsonNode autoscaler) {
        String name = checkTarget(autoscaler);
        JsonNode spec = autoscaler.path("spec");
        want(spec.path("minReplicas").asInt() >= 2, name, "two at least");
        want(spec.path("maxReplicas").asInt() > spec.path("minReplicas").asInt(), name, "room to grow");
        // The gateway reads no partitions of its own.
        want(
                name.equals("gateway") || spec.path("maxReplicas").asInt() <= Topics.TASK_PARTITIONS,
                name,
                "a partition for each of them");
    }

    private void checkScaledObject(JsonNode scaled) {
        String name = checkTarget(scaled);
        JsonNode spec = scaled.path("spec");
        JsonNode deployment = manifests.find("Deployment", name);
        String backend = manifests.value(deployment, "SIGNALBOX_BACKEND");
        JsonNode metadata = spec.path("triggers").path(0).path("metadata");
        want(spec.path("minReplicaCount").asInt(-1) == 0, name, "none where nothing is to be done");
        want(
                manifests.value(deployment, "SIGNALBOX_ON_DEMAND").equals("true"),
                name,
                "a backend that stays announced while none runs");
        want(spec.path("fallback").path("replicas").asInt() > 0, name, "one at least while Prometheus is away");
        for (String metric : List.of("waiting", "running")) {
            want(
                    metadata.path("query")
                            .asText()
                            .contains("max(signalbox_executions_" + metric + "{backend=\"" + backend + "\"})"),
                    name,
                    "what is " + metric + " at its own backend");
        }
        int slots = Integer.parseInt(manifests.value(deployment, "SIGNALBOX_SLOTS"));
        want(
                metadata.path("threshold").asText().equals("" + slots * 3 / 4),
                name,
                "three quarters of its slots as threshold");
        want(
                spec.path("triggers")
                        .path(1)
                        .path("metadata")
                        .path("query")
                        .asText()
                        .contains("max(signalbox_sessions_holds{backend=\"" + backend + "\"})"),
                name,
                "one that stays while sessions hold sandboxes");
        want(
                metadata.path("ignoreNullValues").asText().equals("false"),
                name,
                "no answer that counts as nothing to do");
    }

    private String checkTarget(JsonNode scaler) {
        String name = scaler.path("spec").path("scaleTargetRef").path("name").asText();
        want(manifests.has("Deployment", name), Manifests.name(scaler), "a Deployment to scale");
        want(
                manifests.find("Deployment", name).path("spec").path("replicas").isMissingNode(),
                name,
                "no number of replicas beside its scaler");
        return name;
    }

    private void want(boolean kept, String name, String rule) {
        if (!kept) {
            faults.add(name + " lacks: " + rule);
        }
    }
}
