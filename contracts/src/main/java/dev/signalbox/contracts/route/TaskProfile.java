package dev.signalbox.contracts.route;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the analyser found out about a task.
 *
 * @param kind whether code runs as it is or an agent works on a prompt
 * @param language of the code, where there is any
 * @param score complexity points; {@code quick} up to the threshold of the policy
 * @param leansTo which environment the score leans to
 * @param capabilities what the task seems to need, such as {@code network} or {@code packages}
 * @param expectedDuration typical run time, for the estimates
 * @param expectedTokens typical tokens, 0 without a model
 * @param confidence 0 to 1
 * @param signals everything that contributed
 */
public record TaskProfile(
        Kind kind,
        @Nullable String language,
        int score,
        Environment leansTo,
        Set<String> capabilities,
        Duration expectedDuration,
        long expectedTokens,
        double confidence,
        List<Signal> signals) {

    /** What is run. */
    public enum Kind {
        CODE,
        PROMPT
    }

    /** The two worlds a task can need. */
    public enum Environment {
        QUICK,
        FULL
    }

    public TaskProfile {
        capabilities = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(capabilities));
        signals = List.copyOf(signals);
    }
}
