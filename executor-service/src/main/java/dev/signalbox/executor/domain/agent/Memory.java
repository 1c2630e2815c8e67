package dev.signalbox.executor.domain.agent;

import dev.signalbox.contracts.execution.Conversation.Kind;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.Conversation.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps conversations well-formed and within their size. */
public final class Memory {

    /** Most bytes of a conversation. */
    public static final int MOST_BYTES = 1024 * 1024;

    private static final int SHORTENED = 200;
    private static final int OVERHEAD = 64;
    private static final String FORGOTTEN = "[What was said before this was dropped to save room.]";

    private Memory() {}

    /** About the size as JSON. */
    public static long bytes(List<Message> messages) {
        long sum = 0;
        for (Message message : messages) {
            sum += OVERHEAD;
            for (Part part : message.parts()) {
                sum += size(part);
            }
        }
        return sum;
    }

    private static long size(Part part) {
        long size = OVERHEAD;
        String text = part.text();
        if (text != null) {
            size += text.getBytes(StandardCharsets.UTF_8).length;
        }
        if (part.arguments() != null) {
            size += part.arguments().toString().length();
        }
        return size;
    }

    /**
     * The conversation in at most so many bytes: results of tools are shortened, the oldest first; then whole turns are
     * dropped, the oldest first. The last turn stays, shortened where it must be.
     */
    public static List<Message> bounded(List<Message> messages, long atMost) {
        List<Message> kept = new ArrayList<>(messages);
        long size = bytes(kept);
        for (int i = 0; i < kept.size() && size > atMost; i++) {
            Message shortened = shorten(kept.get(i));
            size -= bytes(List.of(kept.get(i))) - bytes(List.of(shortened));
            kept.set(i, shortened);
        }
        boolean dropped = false;
        while (size > atMost) {
            int second = nextTurn(kept, 1);
            if (second < 0) {
                break;
            }
            size -= bytes(kept.subList(0, second));
            kept.subList(0, second).clear();
            dropped = true;
        }
        if (dropped) {
            List<Part> parts = new ArrayList<>();
            parts.add(Part.text(FORGOTTEN));
            parts.addAll(kept.getFirst().parts());
            kept.set(0, new Message(Role.USER, parts));
        }
        return List.copyOf(kept);
    }

    private static Message shorten(Message message) {
        return new Message(
                message.role(), message.parts().stream().map(Memory::shorten).toList());
    }

    private static Part shorten(Part part) {
        String text = part.text();
        if (part.kind() != Kind.TOOL_RESULT || text == null || text.length() <= 2 * SHORTENED) {
            return part;
        }
        String callId = part.callId() == null ? "" : part.callId();
        int end = Character.isHighSurrogate(text.charAt(SHORTENED - 1)) ? SHORTENED - 1 : SHORTENED;
        return Part.result(callId, text.substring(0, end) + " ... (shortened)", part.error());
    }

    /** Where the next turn begins: a message of a person, not results of tools. */
    private static int nextTurn(List<Message> messages, int from) {
        for (int i = from; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.USER
                    && message.parts().stream().noneMatch(part -> part.kind() == Kind.TOOL_RESULT)) {
                return i;
            }
        }
        return -1;
    }

    /** The same with a result for every call, so that every provider takes it: the attempt may have ended in the middle. */
    public static List<Message> closed(List<Message> messages) {
        List<Message> closed = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            closed.add(message);
            List<String> calls = ids(message, Kind.TOOL_CALL);
            if (calls.isEmpty()) {
                continue;
            }
            Message next = i + 1 < messages.size() ? messages.get(i + 1) : null;
            Set<String> answered = next == null ? Set.of() : new HashSet<>(ids(next, Kind.TOOL_RESULT));
            List<Part> missing = calls.stream()
                    .filter(call -> !answered.contains(call))
                    .map(call -> Part.result(call, "Not run: the attempt ended before.", true))
                    .toList();
            if (!missing.isEmpty()) {
                boolean follows = next != null && next.role() == Role.USER;
                List<Part> parts = new ArrayList<>(missing);
                if (follows && next != null) {
                    parts.addAll(next.parts());
                    i++;
                }
                closed.add(new Message(Role.USER, parts));
            }
        }
        return List.copyOf(closed);
    }

    private static List<String> ids(Message message, Kind kind) {
        return message.parts().stream()
                .filter(part -> part.kind() == kind)
                .map(part -> part.callId() == null ? "" : part.callId())
                .toList();
    }
}
