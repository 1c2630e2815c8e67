package dev.signalbox.contracts.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import org.jspecify.annotations.Nullable;

/**
 * What an agent answered.
 *
 * @param text its last words
 * @param structured the answer as JSON, valid by the task's {@code answerSchema}; absent where none was asked for or
 *     none was given
 * @param ending why it ended
 * @param turns calls of models
 * @param toolCalls calls of tools
 * @param model full id of the model that gave it; another than the route's after a fall-back
 * @param agent who gave it; another than the route's after a hand-over; absent without one
 */
public record Answer(
        String text,
        @Nullable JsonNode structured,
        Ending ending,
        int turns,
        int toolCalls,
        String model,
        @Nullable AgentId agent) {

    /** Why an agent ended. */
    public enum Ending {
        /** It had no more to say. */
        DONE,
        /** It reached its limit of turns, tokens, time or cost; the text is what it has. */
        LIMIT,
        /** The model refused. */
        REFUSED,
        /** It was stopped, or its provider failed. */
        STOPPED
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "Answer[" + ending + ", " + turns + " turns, " + model + "]";
    }
}
