package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool, whichever revision of the protocol it came by.
 *
 * @param caller who calls
 * @param arguments valid by the tool's input schema
 * @param progress where to tell how it goes
 */
record ToolCall(Caller caller, JsonNode arguments, Progress progress) {

    /** Tells the client how a call goes. */
    interface Progress {

        /** For clients that did not ask. */
        Progress NONE = (step, message) -> Uni.createFrom().voidItem();

        /**
         * Ends when the client was told.
         *
         * @param step larger with each message
         * @param message in words
         */
        Uni<Void> tell(long step, String message);
    }

    /** What a tool does. */
    interface Function {

        /** The outcome; a {@code Refusal} becomes an error that the model sees. */
        Uni<ToolOutcome> call(ToolCall call);
    }

    /** A text among the arguments; null where it is absent or empty. */
    @Nullable
    String text(String name) {
        String value = arguments.path(name).asText("");
        return value.isBlank() ? null : value;
    }

    /** A text that the schema requires. */
    String required(String name) {
        return arguments.required(name).asText();
    }

    boolean flag(String name, boolean fallback) {
        return arguments.path(name).asBoolean(fallback);
    }
}
