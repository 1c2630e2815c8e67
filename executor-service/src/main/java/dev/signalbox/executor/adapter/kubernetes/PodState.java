package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a pod's status means for a sandbox. */
sealed interface PodState {

    /** On its way; the words say what it waits for. */
    record Waiting(Kind kindIfItLasts, String words) implements PodState {}

    /** Commands can be executed in it. */
    record Running() implements PodState {}

    /** It will never run. */
    record Hopeless(Kind kind, String words) implements PodState {}

    /** It runs no more; a limit may explain it. */
    record Ended(String words, @Nullable LimitHit limit) implements PodState {}

    Set<String> HOPELESS =
            Set.of("InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError", "CreateContainerError");
    Set<String> IMAGE = Set.of("ErrImagePull", "ImagePullBackOff", "RegistryUnavailable");

    /**
     * Judges a pod.
     *
     * @param pod as the API server says; absent when there is none
     */
    static PodState of(@Nullable Pod pod) {
        if (pod == null) {
            return new Ended("the pod is gone", null);
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return new Ended("the pod is being deleted", null);
        }
        if (pod.getStatus() == null) {
            return new Waiting(Kind.UNAVAILABLE, "nothing known of the pod yet");
        }
        ContainerState container = container(pod).map(ContainerStatus::getState).orElse(null);
        return switch (Objects.requireNonNullElse(pod.getStatus().getPhase(), "Pending")) {
            case "Succeeded" -> new Ended("the pod's time was over", null);
            case "Failed" -> failed(pod, container);
            case "Running" ->
                container != null && container.getRunning() != null
                        ? new Running()
                        : container != null && container.getTerminated() != null
                                ? failed(pod, container)
                                : new Waiting(Kind.UNAVAILABLE, "the container starts");
            default -> pending(pod, container);
        };
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        List<ContainerStatus> all = pod.getStatus().getContainerStatuses();
        return all == null || all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    private static PodState pending(Pod pod, @Nullable ContainerState container) {
        if (container != null && container.getWaiting() != null) {
            String reason = Objects.requireNonNullElse(container.getWaiting().getReason(), "");
            String words = said(reason, container.getWaiting().getMessage());
            if (HOPELESS.contains(reason)) {
                return new Hopeless(Kind.REFUSED, words);
            }
            if (IMAGE.contains(reason)) {
                return reason.equals("ImagePullBackOff")
                        ? new Hopeless(Kind.UNAVAILABLE, "the image cannot be pulled: " + words)
                        : new Waiting(Kind.UNAVAILABLE, words);
            }
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .<PodState>map(
                        condition -> new Waiting(Kind.CAPACITY, said(condition.getReason(), condition.getMessage())))
                .findFirst()
                .orElseGet(() -> new Waiting(Kind.UNAVAILABLE, "the pod is being started"));
    }

    private static PodState failed(Pod pod, @Nullable ContainerState container) {
        String reason = Objects.requireNonNullElse(pod.getStatus().getReason(), "");
        String message = Objects.requireNonNullElse(pod.getStatus().getMessage(), "");
        if (container != null
                && container.getTerminated() != null
                && "OOMKilled".equals(container.getTerminated().getReason())) {
            return new Ended("OOMKilled", new LimitHit("memory", limit(pod, "memory"), "the pod was out of memory"));
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (reason.equals("Evicted")
                && (lower.contains("emptydir") || lower.contains("ephemeral") || lower.contains("exceeds the limit"))) {
            return new Ended(said(reason, message), new LimitHit("disk", limit(pod, "ephemeral-storage"), message));
        }
        return new Ended(said(reason.isEmpty() ? "Failed" : reason, message), null);
    }

    private static String limit(Pod pod, String resource) {
        var limits = pod.getSpec().getContainers().getFirst().getResources().getLimits();
        return limits == null || limits.get(resource) == null
                ? "the pod's limit"
                : limits.get(resource).toString();
    }

    private static String said(@Nullable String reason, @Nullable String message) {
        return message == null || message.isEmpty() ? Objects.requireNonNullElse(reason, "") : reason + ": " + message;
    }

    /** What whoever wanted to use the sandbox is told. */
    static SandboxException gone(PodState state) {
        String words = switch (state) {
            case Waiting waiting -> waiting.words();
            case Running running -> "it runs";
            case Hopeless hopeless -> hopeless.words();
            case Ended ended -> ended.words();
        };
        return new SandboxException(Kind.GONE, "the sandbox is gone: " + words);
    }
}
