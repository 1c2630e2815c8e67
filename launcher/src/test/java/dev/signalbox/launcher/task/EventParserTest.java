package dev.signalbox.launcher.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {

    private final EventParser parser = new EventParser();

    @Test
    void readsEventsWithIdAndName() {
        assertThat(parse("retry: 1000", "", "id: 7", "event: TaskStarted", "data: {}", "", "id: 8", "data: x", ""))
                .containsExactly(
                        new ServerSentEvent("7", "TaskStarted", "{}"), new ServerSentEvent("8", "message", "x"));
    }

    @Test
    void joinsLinesOfDataAndKeepsColonsAndSpaces() {
        assertThat(parse("data:a: b", "data:  c", "data", "data: d", ""))
                .containsExactly(new ServerSentEvent("", "message", "a: b\n c\n\nd"));
    }

    @Test
    void commentsAndUnknownFieldsSayNothing() {
        assertThat(parse(": keep-alive", "", "colour: red", "", "event: OnlyAName", "", "data: x", ""))
                .containsExactly(new ServerSentEvent("", "message", "x"));
    }

    @Test
    void anEventThatBrokeOffDoesNotCountButItsPositionBeforeDoes() {
        parse("id: 7", "data: whole", "", "data: half");
        parser.interrupted();

        assertThat(parser.lastId()).isEqualTo("7");
        assertThat(parse("id: 8", "data: again", "")).containsExactly(new ServerSentEvent("8", "message", "again"));
    }

    @Test
    void thePositionOfAnEventThatBrokeOffIsNotTaken() {
        parse("id: 7", "data: whole", "", "id: 8", "data: half");
        parser.interrupted();

        assertThat(parser.lastId()).as("resuming after 8 would lose it").isEqualTo("7");
    }

    private List<ServerSentEvent> parse(String... lines) {
        List<ServerSentEvent> events = new ArrayList<>();
        for (String line : lines) {
            parser.line(line).ifPresent(events::add);
        }
        return events;
    }
}
