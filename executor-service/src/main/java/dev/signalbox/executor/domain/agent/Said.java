package dev.signalbox.executor.domain.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.Conversation.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message within an attempt.
 *
 * @param message as every provider understands it
 * @param original as the model's provider wrote it, thinking included; only that model gets it back, and only within the
 *     attempt
 * @param model who wrote the original
 */
public record Said(
        Message message,
        @Nullable JsonNode original,
        @Nullable String model) {

    public static Said of(Message message) {
        return new Said(message, null, null);
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "Said[" + message.role() + "]";
    }
}
