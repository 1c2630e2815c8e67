package dev.signalbox.executor.domain.agent;

import dev.signalbox.contracts.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much an agent may use in one attempt. What the next call of a model may be is decided here, before each one.
 *
 * @param turns calls of models
 * @param tokens read and written by models, cached ones included
 * @param cost of models and sandbox; absent when nobody set one
 * @param time wall clock
 */
public record AgentLimits(int turns, long tokens, @Nullable Money cost, Duration time) {

    /** From here on the agent is told. */
    private static final double NEAR = 0.8;
    /** From here on there is time for one more call only. */
    private static final double LATE = 0.9;

    private static final long LEAST_ANSWER_TOKENS = 256;

    /**
     * What was used.
     *
     * @param nextPrompt tokens that the next call will read, as far as one can tell
     * @param nextCost of that call, likewise
     */
    public record Used(int turns, long tokens, Money cost, Duration time, long nextPrompt, Money nextCost) {}

    /** The limit that is nearest, or reached. */
    public enum Resource {
        TURNS,
        TOKENS,
        COST,
        TIME;

        /** As problems name it. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What may be done next. */
    public sealed interface Next {
        /**
         * Go on.
         *
         * @param warning what the agent is to be told, when it comes near a limit
         */
        record Call(Optional<String> warning) implements Next {}

        /** One last call without tools, to answer with what there is. */
        record LastCall(Resource resource, String told) implements Next {}

        /** Not even that fits. */
        record Stop(Resource resource) implements Next {}
    }

    /** Decides before a call of a model. */
    public Next next(Used used) {
        if (used.time().compareTo(time) >= 0) {
            return new Next.Stop(Resource.TIME);
        }
        if (used.turns() >= turns) {
            return new Next.Stop(Resource.TURNS);
        }
        if (used.tokens() + used.nextPrompt() + LEAST_ANSWER_TOKENS > tokens) {
            return new Next.Stop(Resource.TOKENS);
        }
        if (cost != null && used.cost().plus(used.nextCost()).exceeds(cost)) {
            return new Next.Stop(Resource.COST);
        }
        if (used.turns() > 0) {
            Optional<Resource> last = last(used);
            if (last.isPresent()) {
                return new Next.LastCall(
                        last.get(),
                        "This is your last call: the limit of " + last.get().id()
                                + " is reached. No tools are left. Answer now with what you have, and say what is not"
                                + " done.");
            }
        }
        return new Next.Call(warning(used));
    }

    private Optional<Resource> last(Used used) {
        if (used.turns() == turns - 1) {
            return Optional.of(Resource.TURNS);
        }
        // After the next call another one as large would not fit.
        if (used.tokens() + 2 * (used.nextPrompt() + LEAST_ANSWER_TOKENS) > tokens) {
            return Optional.of(Resource.TOKENS);
        }
        Money twice = used.nextCost().plus(used.nextCost());
        if (cost != null && used.cost().plus(twice).exceeds(cost)) {
            return Optional.of(Resource.COST);
        }
        return share(used.time(), time) >= LATE ? Optional.of(Resource.TIME) : Optional.empty();
    }

    private Optional<String> warning(Used used) {
        StringBuilder told = new StringBuilder();
        if (used.turns() >= NEAR * turns) {
            told.append(used.turns()).append(" of ").append(turns).append(" turns, ");
        }
        if (used.tokens() >= NEAR * tokens) {
            told.append(used.tokens()).append(" of ").append(tokens).append(" tokens, ");
        }
        if (cost != null && used.cost().exceeds(cost.times(BigDecimal.valueOf(NEAR)))) {
            told.append(used.cost()).append(" of ").append(cost).append(" dollars, ");
        }
        if (share(used.time(), time) >= NEAR) {
            told.append(used.time().toSeconds())
                    .append(" of ")
                    .append(time.toSeconds())
                    .append(" seconds, ");
        }
        if (told.isEmpty()) {
            return Optional.empty();
        }
        told.setLength(told.length() - 2);
        return Optional.of("You have used " + told + ". Finish soon.");
    }

    private static double share(Duration used, Duration limit) {
        return (double) used.toMillis() / Math.max(1, limit.toMillis());
    }
}
