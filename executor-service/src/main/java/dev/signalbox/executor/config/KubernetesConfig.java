package dev.signalbox.executor.config;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.executor.adapter.kubernetes.KubernetesSettings;
import dev.signalbox.sandbox.Language;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/** Settings of the Kubernetes backend; {@link KubernetesSettings} says what they mean. */
@ConfigMapping(prefix = "signalbox.kubernetes")
public interface KubernetesConfig {

    /** Of the API server; what the service account or the kubeconfig says when absent. */
    Optional<String> url();

    /** For the API server; what the service account or the kubeconfig says when absent. */
    Optional<String> token();

    /** A file that holds the token. */
    Optional<String> tokenFile();

    @WithDefault(KubernetesSettings.NAMESPACE)
    String namespace();

    @WithDefault(KubernetesSettings.IMAGE)
    String image();

    /** {@code gvisor} or {@code kata}; the cluster's ordinary runtime when absent. */
    Optional<String> runtimeClass();

    @WithDefault("" + KubernetesSettings.USER)
    int user();

    /** Whether programs may change the whole image. */
    @WithDefault("false")
    boolean writableRoot();

    /** Whether pods may reach the internet: it makes the backend a full environment. */
    @WithDefault("false")
    boolean egress();

    /** How long a pod may take until it runs. */
    @WithDefault("PT2M")
    Duration startTimeout();

    /** How long it typically takes. */
    @WithDefault("PT3S")
    Duration startUp();

    /** As the backend takes them. */
    default KubernetesSettings settings(String installation, Duration longestDuration) {
        return new KubernetesSettings(
                installation,
                url().filter(text -> !text.isBlank()).orElse(null),
                Secrets.key(token(), tokenFile()).orElse(null),
                namespace(),
                image(),
                runtimeClass().filter(text -> !text.isBlank()).orElse(null),
                user(),
                writableRoot(),
                egress(),
                BackendAnnounced.standardTiers(),
                EnumSet.allOf(Language.class),
                longestDuration,
                startTimeout(),
                startUp());
    }
}
