package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Language;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the Kubernetes backend.
 *
 * @param installation which Signalbox; only its pods are listed and removed
 * @param url of the API server; what the service account or the kubeconfig says when absent
 * @param token for it, secret; what the service account or the kubeconfig says when absent
 * @param namespace where the pods are made; nothing else should live there
 * @param image of the pods: {@code /bin/sh}, coreutils, findutils, grep, setsid, and the languages
 * @param runtimeClass name of a RuntimeClass, {@code gvisor} or {@code kata}; the cluster's ordinary one when absent
 * @param user that programs run as, and its group; never 0
 * @param writableRoot whether programs may change the whole image (package managers want that) or only the working
 *     folder and {@code /tmp}
 * @param egress whether the cluster lets the pods out: says so to the router, and chooses the label that the shipped
 *     NetworkPolicies select by
 * @param tiers sizes by name
 * @param languages what the image can run
 * @param longestDuration longest run time of an attempt
 * @param startTimeout how long a pod may take until it runs, scheduling and image included
 * @param startUp what it typically takes; announced to the router
 */
public record KubernetesSettings(
        String installation,
        @Nullable String url,
        @Nullable String token,
        String namespace,
        String image,
        @Nullable String runtimeClass,
        int user,
        boolean writableRoot,
        boolean egress,
        Map<String, Resources> tiers,
        Set<Language> languages,
        Duration longestDuration,
        Duration startTimeout,
        Duration startUp) {

    public static final String NAMESPACE = "signalbox-tasks";
    public static final String IMAGE = "signalbox/sandbox:0.1.0";
    public static final int USER = 1000;
    public static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    public static final Duration START_UP = Duration.ofMillis(3000);

    public KubernetesSettings {
        if (user <= 0) {
            throw new IllegalArgumentException("user (SIGNALBOX_KUBERNETES_USER) is " + user + "; root is refused");
        }
        tiers = Map.copyOf(tiers);
        languages = Set.copyOf(languages);
    }

    /** The cluster that this process or its user belongs to, with everything as shipped. */
    public static KubernetesSettings of(String installation) {
        return new KubernetesSettings(
                installation,
                null,
                null,
                NAMESPACE,
                IMAGE,
                null,
                USER,
                false,
                false,
                BackendAnnounced.standardTiers(),
                EnumSet.allOf(Language.class),
                Duration.ofHours(1),
                START_TIMEOUT,
                START_UP);
    }

    /** Another API server. */
    public KubernetesSettings at(String otherUrl, @Nullable String otherToken) {
        return new KubernetesSettings(
                installation,
                otherUrl,
                otherToken,
                namespace,
                image,
                runtimeClass,
                user,
                writableRoot,
                egress,
                tiers,
                languages,
                longestDuration,
                startTimeout,
                startUp);
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "KubernetesSettings[url=" + url + ", namespace=" + namespace + ", image=" + image + ", runtimeClass="
                + runtimeClass + ", egress=" + egress + "]";
    }
}
