package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Expected time and tokens of a task. Assumptions in round numbers, until the statistics of its route class replace them.
 *
 * @param duration median
 * @param durationP90 nine of ten stay under it
 * @param tokens median, 0 where no model works
 * @param tokensP90 nine of ten stay under it
 */
record Effort(Duration duration, Duration durationP90, long tokens, long tokensP90) {

    private static final int CHARACTERS_PER_TOKEN = 4;

    /** Times and tokens have long tails. */
    private static final int TAIL = 4;

    static Effort of(
            AnalyserSettings settings,
            Kind kind,
            Environment environment,
            Complexity complexity,
            @Nullable String prompt) {
        boolean quick = environment == Environment.QUICK;
        if (kind == Kind.CODE) {
            Duration duration = quick ? settings.quickDuration() : settings.fullDuration();
            // Every program has its own time limit; nothing is known of the tail.
            return new Effort(duration, duration, 0, 0);
        }
        // Percent of the settings' typical prompt.
        int percent = switch (complexity) {
            case LOW -> quick ? 25 : 60;
            case MEDIUM -> quick ? 50 : 150;
            case HIGH -> quick ? 100 : 400;
            case VERY_HIGH -> quick ? 200 : 800;
        };
        Duration duration = settings.promptDuration().multipliedBy(percent).dividedBy(100);
        long tokens =
                settings.promptTokens() * percent / 100 + (prompt == null ? 0 : prompt.length() / CHARACTERS_PER_TOKEN);
        return new Effort(duration, duration.multipliedBy(TAIL), tokens, tokens * TAIL);
    }
}
