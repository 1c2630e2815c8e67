package dev.signalbox.executor.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.Conversation.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static Message user(String text) {
        return new Message(Role.USER, List.of(Part.text(text)));
    }

    private static Message call(String id) {
        return new Message(Role.ASSISTANT, List.of(Part.call(id, "read_file", JsonNodeFactory.instance.objectNode())));
    }

    private static Message result(String id, int length) {
        return new Message(Role.USER, List.of(Part.result(id, "r".repeat(length), false)));
    }

    private static Message said(String text) {
        return new Message(Role.ASSISTANT, List.of(Part.text(text)));
    }

    @Test
    void keepsWhatFits() {
        List<Message> messages = List.of(user("a"), said("b"));

        assertThat(Memory.bounded(messages, 10_000)).isEqualTo(messages);
    }

    @Test
    void shortensTheOldestResultsFirst() {
        List<Message> messages =
                List.of(user("a"), call("1"), result("1", 5000), call("2"), result("2", 5000), said("done"));

        List<Message> bounded = Memory.bounded(messages, 7000);

        assertThat(bounded).hasSize(6);
        assertThat(bounded.get(2).parts().getFirst().text())
                .endsWith("... (shortened)")
                .hasSizeLessThan(300);
        assertThat(bounded.get(4)).isEqualTo(messages.get(4));
        assertThat(Memory.bytes(bounded)).isLessThanOrEqualTo(7000);
    }

    @Test
    void dropsWholeTurnsWithANote() {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            messages.addAll(List.of(user("question " + i), call("" + i), result("" + i, 100), said("x".repeat(1000))));
        }

        List<Message> bounded = Memory.bounded(messages, 4000);

        assertThat(Memory.bytes(bounded)).isLessThanOrEqualTo(4200);
        assertThat(bounded.getFirst().role()).isEqualTo(Role.USER);
        assertThat(bounded.getFirst().parts()).hasSize(2);
        assertThat(bounded.getFirst().parts().get(0).text()).contains("dropped");
        assertThat(bounded.getFirst().parts().get(1).text()).startsWith("question");
        assertThat(bounded.getLast()).isEqualTo(messages.getLast());
    }

    @Test
    void theLastTurnStays() {
        List<Message> messages = List.of(user("x".repeat(5000)), said("y".repeat(5000)));

        assertThat(Memory.bounded(messages, 100)).isEqualTo(messages);
    }

    @Test
    void everyCallGetsAResult() {
        List<Message> closed = Memory.closed(List.of(user("a"), call("1")));

        assertThat(closed).hasSize(3);
        assertThat(closed.getLast().parts().getFirst().callId()).isEqualTo("1");
        assertThat(closed.getLast().parts().getFirst().error()).isTrue();
    }

    @Test
    void aResultThatIsMissingComesBeforeWhatWasSaidNext() {
        Message two = new Message(
                Role.ASSISTANT,
                List.of(
                        Part.call("1", "x", JsonNodeFactory.instance.objectNode()),
                        Part.call("2", "x", JsonNodeFactory.instance.objectNode())));
        List<Message> closed = Memory.closed(List.of(user("a"), two, result("1", 5)));

        assertThat(closed).hasSize(3);
        assertThat(closed.getLast().parts()).extracting(Part::callId).containsExactly("2", "1");
        assertThat(Memory.closed(closed)).isEqualTo(closed);
    }
}
