package dev.signalbox.contracts.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said between people, an agent and its tools, in a form that every provider's can be made from. It is the
 * agent's memory: of its session, and from one attempt to the next.
 *
 * @param turnCount how often a person's message was answered
 * @param messages oldest first; old results of tools may be shortened
 */
public record Conversation(int turnCount, List<Message> messages) {

    public static final Conversation NONE = new Conversation(0, List.of());

    /** Who speaks. Results of tools are the user's. */
    public enum Role {
        USER,
        ASSISTANT
    }

    /** What a part of a message is. */
    public enum Kind {
        TEXT,
        TOOL_CALL,
        TOOL_RESULT
    }

    /** One message. */
    public record Message(Role role, List<Part> parts) {
        public Message {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part of a message.
     *
     * @param text what was said, or what the tool answered; absent in a call
     * @param callId connects a call and its result; absent in text
     * @param tool name of the tool; absent but in a call
     * @param arguments of the call; absent but in a call
     * @param error whether the tool failed
     */
    public record Part(
            Kind kind,
            @Nullable String text,
            @Nullable String callId,
            @Nullable String tool,
            @Nullable JsonNode arguments,
            boolean error) {

        public static Part text(String text) {
            return new Part(Kind.TEXT, text, null, null, null, false);
        }

        public static Part call(String callId, String tool, JsonNode arguments) {
            return new Part(Kind.TOOL_CALL, null, callId, tool, arguments, false);
        }

        public static Part result(String callId, String text, boolean error) {
            return new Part(Kind.TOOL_RESULT, text, callId, null, null, error);
        }
    }

    public Conversation {
        messages = List.copyOf(messages);
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "Conversation[" + turnCount + " turns, " + messages.size() + " messages]";
    }
}
