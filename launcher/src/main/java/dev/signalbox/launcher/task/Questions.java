package dev.signalbox.launcher.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal what an agent asks, one question after the other, while the stream goes on. */
public final class Questions implements Consumer<TaskQuestion> {

    private final @Nullable BufferedReader keyboard;
    private final PrintStream err;
    private final Answers answers;
    /** Daemons: nobody waits for a line that is never typed. */
    private final ExecutorService asking =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    /** Hands an answer in. */
    public interface Answers {
        void send(ObjectNode answer) throws GatewayException, InterruptedException;
    }

    /**
     * Asks.
     *
     * @param keyboard where answers are typed; absent where nobody is to be asked
     */
    public Questions(@Nullable BufferedReader keyboard, PrintStream err, Answers answers) {
        this.keyboard = keyboard;
        this.err = err;
        this.answers = answers;
    }

    /** The body of an answer. */
    public static ObjectNode answer(String questionId, String answer) {
        return Json.mapper().createObjectNode().put("questionId", questionId).put("answer", answer);
    }

    @Override
    public void accept(TaskQuestion question) {
        if (keyboard == null) {
            err.println("signalbox: " + AgentLines.asked(question));
            err.println("signalbox: nobody is asked here; answer from elsewhere with ./signalbox answer "
                    + question.taskId() + " " + question.questionId() + " TEXT");
            return;
        }
        BufferedReader lines = keyboard;
        asking.execute(() -> ask(question, lines));
    }

    private void ask(TaskQuestion question, BufferedReader lines) {
        long seconds = Duration.between(Instant.now(), question.expiresAt()).toSeconds();
        if (seconds <= 0) {
            err.println("signalbox: too late to answer: " + question.question().strip());
            return;
        }
        err.println("signalbox: " + AgentLines.asked(question));
        err.print("answer within " + seconds + " s, nothing for no answer> ");
        err.flush();
        try {
            String line = lines.readLine();
            if (line != null && !line.isBlank()) {
                answers.send(answer(question.questionId(), line.strip()));
            }
        } catch (IOException e) {
            err.println("signalbox: the answer could not be read: " + e.getMessage());
        } catch (GatewayException e) {
            err.println("signalbox: the answer was not taken: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
