package dev.signalbox.launcher.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskQuestion;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final BlockingQueue<ObjectNode> sent = new LinkedBlockingQueue<>();

    @Test
    void whatIsTypedIsTheAnswerAndAnEmptyLineIsNone() throws InterruptedException {
        BufferedReader keyboard = new BufferedReader(new StringReader("\nthe blue one\n"));
        Questions questions = new Questions(keyboard, errors, sent::add);

        questions.accept(question("q-1", 60));
        questions.accept(question("q-2", 60));

        assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo(Questions.answer("q-2", "the blue one"));
        assertThat(sent).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the agent asks: Which one?");
    }

    @Test
    void whereNobodyIsToBeAskedItSaysHowToAnswerFromElsewhere() {
        Questions questions = new Questions(null, errors, sent::add);

        questions.accept(question("q-1", 60));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the agent asks: Which one?")
                .contains("./signalbox answer t1 q-1 TEXT");
        assertThat(sent).isEmpty();
    }

    @Test
    void whatHasExpiredIsNotAsked() throws InterruptedException {
        BufferedReader keyboard = new BufferedReader(new StringReader("for the second\n"));
        Questions questions = new Questions(keyboard, errors, sent::add);

        questions.accept(question("q-1", -1));
        questions.accept(question("q-2", 60));

        assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo(Questions.answer("q-2", "for the second"));
    }

    private static TaskQuestion question(String id, int seconds) {
        Instant now = Instant.now();
        return new TaskQuestion(new TaskId("t1"), 1, 1, 0, id, "Which one?", now.plusSeconds(seconds), now);
    }
}
