package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.SandboxRequest;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pod of a sandbox: one container that waits, as a user without rights, for commands. Nothing secret is in it: who
 * may read pods reads all of their specification.
 */
final class SandboxPod {

    static final String CONTAINER = "sandbox";
    static final String WORK_FOLDER = "/work";
    private static final int TMP_SHARE = 4;
    private static final long GRACE_SECONDS = 1;
    private static final long DEADLINE_MARGIN_SECONDS = 60;

    /**
     * Waits until a time in a file has come; {@code $1} names the pod, {@code $2} is the first lifetime in seconds. The
     * file is moved on by {@link #EXTEND}.
     */
    private static final String WAIT = """
            f=/tmp/.signalbox-until-$1
            until=$(( $(date +%s) + $2 ))
            echo "$until" >"$f"
            trap 'rm -f "$f"; exit 0' TERM
            while [ "$(date +%s)" -lt "$until" ]; do
              sleep 1 & wait "$!"
              { read -r until <"$f"; } 2>/dev/null
            done
            rm -f "$f"
            """;

    /** Moves that time to {@code $2} seconds from now. */
    static final String EXTEND = """
            echo $(( $(date +%s) + $2 )) >"/tmp/.signalbox-until-$1.new" &&
              mv -f "/tmp/.signalbox-until-$1.new" "/tmp/.signalbox-until-$1"
            """;

    private SandboxPod() {}

    static Pod of(String name, SandboxRequest request, KubernetesSettings settings) {
        var labels = PodLabels.labels(request.labels(), settings.egress());
        var spec = new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withActiveDeadlineSeconds(request.longest().toSeconds() + DEADLINE_MARGIN_SECONDS)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser((long) settings.user())
                .withRunAsGroup((long) settings.user())
                .withFsGroup((long) settings.user())
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(name, request, settings).build());
        String runtimeClass = settings.runtimeClass();
        if (runtimeClass != null) {
            spec.withRuntimeClassName(runtimeClass);
        }
        int disk = request.resources().diskMib();
        spec.addNewVolume()
                .withName("work")
                .withEmptyDir(new EmptyDirVolumeSourceBuilder()
                        .withSizeLimit(mebibytes(disk))
                        .build())
                .endVolume()
                .addNewVolume()
                .withName("tmp")
                .withEmptyDir(new EmptyDirVolumeSourceBuilder()
                        .withSizeLimit(mebibytes(Math.max(disk / TMP_SHARE, 1)))
                        .build())
                .endVolume();
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(labels)
                .withAnnotations(PodLabels.annotations(request.labels()))
                .endMetadata()
                .withSpec(spec.build())
                .build();
    }

    private static ContainerBuilder container(String name, SandboxRequest request, KubernetesSettings settings) {
        Map<String, Quantity> size = size(request.resources());
        String lifetime = Long.toString(Math.max(1, request.lifetime().toSeconds()));
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(settings.image())
                .withCommand("/bin/sh", "-c", WAIT, "wait", name, lifetime)
                .withWorkingDir(WORK_FOLDER)
                .addNewEnv()
                .withName("HOME")
                .withValue(WORK_FOLDER)
                .endEnv()
                .addNewEnv()
                .withName("LANG")
                .withValue("C.UTF-8")
                .endEnv()
                .withNewResources()
                .withRequests(size)
                .withLimits(size)
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(!settings.writableRoot())
                .withNewCapabilities()
                .withDrop(List.of("ALL"))
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("work")
                .withMountPath(WORK_FOLDER)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount();
    }

    /** What is asked for is what is given: an attempt costs the same whatever its neighbours do. */
    private static Map<String, Quantity> size(Resources resources) {
        Map<String, Quantity> size = new LinkedHashMap<>();
        size.put("cpu", new Quantity(Integer.toString(resources.vcpus())));
        size.put("memory", mebibytes(resources.memoryMib()));
        size.put("ephemeral-storage", mebibytes(resources.diskMib() + resources.diskMib() / TMP_SHARE));
        return size;
    }

    private static Quantity mebibytes(int amount) {
        return new Quantity(amount + "Mi");
    }
}
