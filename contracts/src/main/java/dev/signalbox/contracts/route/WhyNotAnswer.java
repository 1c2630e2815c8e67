package dev.signalbox.contracts.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task did not go to a route, and what would have to change. Found by deciding the recorded input again with one
 * thing changed at a time.
 *
 * @param backend that was asked about
 * @param tier that was asked about; absent when any would do
 * @param model that was asked about; absent when any would do
 * @param state what became of it
 * @param candidate the best of the candidates that were asked about; absent when there was none
 * @param chosen the route that was taken; absent when there was none
 * @param answer the whole answer in words
 * @param changes what would each have made the difference, the nearest first
 * @param decisions how often was decided to find out
 */
public record WhyNotAnswer(
        String backend,
        @Nullable String tier,
        @Nullable String model,
        State state,
        @Nullable Candidate candidate,
        @Nullable Candidate chosen,
        String answer,
        List<Change> changes,
        int decisions) {

    /** What became of a route in a decision. */
    public enum State {
        /** The task did go there. */
        CHOSEN,
        /** It could have been taken, another was better. */
        LOST,
        /** It was ruled out. */
        REJECTED,
        /** It was not weighed. */
        NOT_A_CANDIDATE
    }

    /** What can change. */
    public enum Kind {
        /** What the backend announces. */
        BACKEND,
        /** What the client asked for. */
        REQUEST,
        /** A ceiling or floor of the client or of the policy. */
        LIMIT,
        /** What is optimised. */
        OBJECTIVE,
        /** What the backend's sandboxes cost. */
        PRICE,
        /** How likely the route is to succeed. */
        SUCCESS,
        /** How likely the task needs a full environment. */
        PROFILE
    }

    /**
     * A change after which the task would go there.
     *
     * @param kind what changes
     * @param words the change in words
     * @param from the value in the decision; absent where there is no single one
     * @param to the value from which on it would be taken; absent where there is no single one
     */
    public record Change(
            Kind kind,
            String words,
            @Nullable String from,
            @Nullable String to) {}

    public WhyNotAnswer {
        changes = List.copyOf(changes);
    }
}
