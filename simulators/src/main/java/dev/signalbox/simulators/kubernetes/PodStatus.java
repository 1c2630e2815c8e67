package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the node reports about a pod. */
final class PodStatus {

    private PodStatus() {}

    static String containerName(JsonNode pod) {
        return pod.path("spec").path("containers").path(0).path("name").asText();
    }

    static void scheduled(ObjectNode pod) {
        pod.withObject("/spec").put("nodeName", "simulated-node");
        condition(pod, "PodScheduled", true, "", "");
        pod.withObject("/status").put("startTime", Admission.now());
        waiting(pod, "ContainerCreating", "");
    }

    static void unschedulable(ObjectNode pod) {
        condition(
                pod, "PodScheduled", false, "Unschedulable", "0/1 nodes are available: 1 Insufficient cpu or memory.");
    }

    static void waiting(ObjectNode pod, String reason, String message) {
        ObjectNode state = container(pod, false).putObject("state").putObject("waiting");
        state.put("reason", reason);
        if (!message.isEmpty()) {
            state.put("message", message);
        }
    }

    static void running(ObjectNode pod) {
        pod.withObject("/status").put("phase", "Running").put("podIP", "10.244.0.7");
        container(pod, true).putObject("state").putObject("running").put("startedAt", Admission.now());
        condition(pod, "Ready", true, "", "");
        condition(pod, "ContainersReady", true, "", "");
    }

    /** The main process has ended. */
    static void terminated(ObjectNode pod, int exitCode, String reason) {
        pod.withObject("/status").put("phase", exitCode == 0 ? "Succeeded" : "Failed");
        container(pod, false)
                .putObject("state")
                .putObject("terminated")
                .put("exitCode", exitCode)
                .put("reason", reason)
                .put("finishedAt", Admission.now());
        condition(pod, "Ready", false, "PodCompleted", "");
    }

    /** The kubelet ended the pod. */
    static void failed(ObjectNode pod, String reason, String message) {
        pod.withObject("/status").put("phase", "Failed").put("reason", reason).put("message", message);
        container(pod, false)
                .putObject("state")
                .putObject("terminated")
                .put("exitCode", 137)
                .put("reason", "Error")
                .put("finishedAt", Admission.now());
    }

    private static ObjectNode container(ObjectNode pod, boolean ready) {
        ObjectNode status = pod.withObject("/status");
        status.remove("containerStatuses");
        return status.putArray("containerStatuses")
                .addObject()
                .put("name", containerName(pod))
                .put(
                        "image",
                        pod.path("spec")
                                .path("containers")
                                .path(0)
                                .path("image")
                                .asText())
                .put("imageID", "")
                .put("restartCount", 0)
                .put("started", ready)
                .put("ready", ready);
    }

    private static void condition(ObjectNode pod, String type, boolean holds, String reason, String message) {
        var conditions = pod.withObject("/status").withArray("conditions");
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.get(i).path("type").asText().equals(type)) {
                conditions.remove(i);
            }
        }
        ObjectNode condition = conditions
                .addObject()
                .put("type", type)
                .put("status", holds ? "True" : "False")
                .put("lastTransitionTime", Admission.now());
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        if (!message.isEmpty()) {
            condition.put("message", message);
        }
    }
}
