package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.gateway.app.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param structured valid by the tool's output schema; absent where the call failed before there was any
 * @param text the same for clients that read no structured content, or what went wrong and what to do next
 * @param error whether the model should see it as a failure
 */
record ToolOutcome(@Nullable JsonNode structured, String text, boolean error) {

    static ToolOutcome of(JsonNode structured) {
        return new ToolOutcome(structured, structured.toString(), false);
    }

    /** It did what it was asked, and what it was asked for went wrong. */
    static ToolOutcome failed(JsonNode structured) {
        return new ToolOutcome(structured, structured.toString(), true);
    }

    static ToolOutcome refused(String text) {
        return new ToolOutcome(null, text, true);
    }

    /** A refusal in words: what is wrong, where, and what to do. */
    static ToolOutcome refused(Refusal refusal, String nextStep) {
        StringBuilder text =
                new StringBuilder(refusal.type().title()).append(": ").append(refusal.detail());
        if (refusal.errors().size() > 1) {
            refusal.errors()
                    .forEach(error -> text.append("\n- ")
                            .append(error.field())
                            .append(' ')
                            .append(error.message()));
        }
        return refused(text.append(nextStep.isEmpty() ? "" : "\n" + nextStep).toString());
    }
}
