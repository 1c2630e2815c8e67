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
 * @param lifetime after this it may end by itself, unless {@link Sandbox#extend} is called before; short, so that a
 *     forgotten one costs little
 * @param longest after this nobody needs it, whatever happens; for backends that cannot extend
 */
public record SandboxRequest(
        SandboxLabels labels,
        String tier,
        Resources resources,
        Map<String, String> environment,
        Duration lifetime,
        Duration longest) {

    private static final int LIFETIMES = 30;

    public SandboxRequest {
        environment = Map.copyOf(environment);
    }

    /** A sandbox that may be extended thirty times over. */
    public SandboxRequest(
            SandboxLabels labels,
            String tier,
            Resources resources,
            Map<String, String> environment,
            Duration lifetime) {
        this(labels, tier, resources, environment, lifetime, lifetime.multipliedBy(LIFETIMES));
    }
}
