package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.Money;
import java.time.Duration;
import java.util.Map;

/**
 * How an executor treats sandboxes.
 *
 * @param installation which Signalbox this is: it never touches sandboxes of another
 * @param lifetime a sandbox that is not extended ends by itself after this; the most that a forgotten one can cost where
 *     its provider keeps time
 * @param createWithin how long the making of a sandbox is tried again
 * @param heartbeat how often a worker shows that it lives
 * @param silence a worker that has not shown for so long is dead
 * @param reconcile how often the provider is asked what it has
 * @param warm how many sandboxes wait in the pool, by tier
 * @param warmFor for how long after the last task of a tier they wait
 * @param warmPerHour most that all waiting sandboxes together may cost in an hour
 */
public record SandboxSettings(
        String installation,
        Duration lifetime,
        Duration createWithin,
        Duration heartbeat,
        Duration silence,
        Duration reconcile,
        Map<String, Integer> warm,
        Duration warmFor,
        Money warmPerHour) {

    public static final SandboxSettings STANDARD = new SandboxSettings(
            "default",
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(45),
            Duration.ofSeconds(30),
            Map.of(),
            Duration.ofMinutes(10),
            Money.of("0.10"));

    public SandboxSettings {
        warm = Map.copyOf(warm);
    }
}
