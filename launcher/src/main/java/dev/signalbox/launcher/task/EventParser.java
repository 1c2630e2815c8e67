package dev.signalbox.launcher.task;

import java.util.Optional;

/** Lines of a stream to server-sent events, as WHATWG HTML, section 9.2.6, has it. */
public final class EventParser {

    private String lastId = "";
    private String nextId = "";
    private String name = "";
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;

    /** Takes the next line, without its end; gives an event when the line completes one. */
    public Optional<ServerSentEvent> line(String line) {
        if (line.isEmpty()) {
            return dispatch();
        }
        int colon = line.indexOf(':');
        if (colon == 0) {
            return Optional.empty();
        }
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "id" -> nextId = value.indexOf('\0') < 0 ? value : nextId;
            case "event" -> name = value;
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(value);
                hasData = true;
            }
            default -> {
                // retry and what is not known yet
            }
        }
        return Optional.empty();
    }

    /** The stream broke off: what was not complete does not count. The id stays, to resume after it. */
    public void interrupted() {
        nextId = lastId;
        name = "";
        data.setLength(0);
        hasData = false;
    }

    /** Id of the last complete event's stream position; empty before the first. */
    public String lastId() {
        return lastId;
    }

    private Optional<ServerSentEvent> dispatch() {
        lastId = nextId;
        if (!hasData) {
            name = "";
            return Optional.empty();
        }
        ServerSentEvent event = new ServerSentEvent(lastId, name.isEmpty() ? "message" : name, data.toString());
        interrupted();
        return Optional.of(event);
    }
}
