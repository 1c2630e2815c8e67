package dev.signalbox.sandbox;

import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import java.util.Map;

/**
 * A sandbox that is wanted.
 *
 * @param labels whose it is; the sandbox carries them from its first moment
 * @param tier name of its size: {@code quick}, {@code medium}, {@code heavy}
 * @param resources its size
 * @param environment variables that all processes see; values are secret
 * @param lifetime after this it may end by itself, unless {@link Sandbox#extend} is called before
 */
public record SandboxRequest(
        SandboxLabels labels, String tier, Resources resources, Map<String, String> environment, Duration lifetime) {

    public SandboxRequest {
        environment = Map.copyOf(environment);
    }
}
