package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered.
 *
 * @param parts texts and calls of tools
 * @param original as its provider wrote it; for the same model only
 * @param stop why it ended
 * @param tokens in our counting: every token once
 * @param requestId of the provider, for questions to it
 */
public record ModelReply(
        List<Part> parts,
        @Nullable JsonNode original,
        Stop stop,
        TokenUsage tokens,
        @Nullable String requestId) {

    /** Why a model stops. */
    public enum Stop {
        DONE,
        TOOLS,
        /** It may not write more. */
        LENGTH,
        REFUSED
    }

    public ModelReply {
        parts = List.copyOf(parts);
    }

    /** All texts. */
    public String text() {
        StringBuilder all = new StringBuilder();
        for (Part part : parts) {
            if (part.text() != null) {
                all.append(part.text());
            }
        }
        return all.toString();
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "ModelReply[" + stop + ", " + tokens + "]";
    }
}
