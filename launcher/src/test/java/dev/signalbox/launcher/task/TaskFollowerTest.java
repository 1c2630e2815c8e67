package dev.signalbox.launcher.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskEvent;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ToolCalled.Outcome;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskFollowerTest {

    private static final TaskId TASK = new TaskId("t1");
    private static final Instant AT = Instant.parse("2026-11-20T21:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<TaskQuestion> asked = new ArrayList<>();

    @Test
    void onATerminalACallIsShownWhenItBeginsAndEndedInTheSameLine() {
        TaskFollower follower = follower(true, false);

        tell(follower, call("c-1", null, null));
        assertThat(err()).isEqualTo("⚙ run_command {\"command\": \"ls\"} …");

        tell(follower, call("c-1", Outcome.SUCCEEDED, "README.md"));
        assertThat(err()).isEqualTo("⚙ run_command {\"command\": \"ls\"} … ok 0.3 s\n");
    }

    @Test
    void whatComesBetweenBeginAndEndOfACallHasItsOwnLine() {
        TaskFollower follower = follower(true, false);

        tell(follower, text("I look."), call("c-1", null, null), call("c-2", null, null));
        tell(follower, call("c-1", Outcome.FAILED, "no such\nfile"));

        assertThat(err()).isEqualTo("""

                ⚙ run_command {"command": "ls"} …
                ⚙ run_command {"command": "ls"} …
                ⚙ run_command {"command": "ls"} … failed 0.3 s: no such file
                """);
    }

    @Test
    void elsewhereACallIsOneAsciiLineWhenItHasEnded() {
        TaskFollower follower = follower(false, false);

        tell(follower, call("c-1", null, null));
        assertThat(err()).isEmpty();
        tell(follower, call("c-1", Outcome.DENIED, "not among its tools"));

        assertThat(err())
                .isEqualTo("tool: run_command {\"command\": \"ls\"} ... denied: not among its tools\n")
                .matches("\\p{ASCII}*");
    }

    @Test
    void whatATerminalWouldObeyIsNotPrinted() {
        TaskFollower follower = follower(false, false);

        tell(follower, call("c-1", Outcome.FAILED, "\u001b[2Jgone\r\n"));

        assertThat(err()).doesNotContain("\u001b").contains("failed 0.3 s: [2Jgone");
    }

    @Test
    void theCostIsToldAsItGrows() {
        TaskUsage usage = new TaskUsage(
                TASK,
                1,
                1,
                3,
                new Usage(0, 0, 1200, 30, 5000, 0),
                Cost.of(new Cost.Part("model", Money.of("0.000081"), "1,200 tokens")),
                AT);

        tell(follower(false, false), usage);

        assertThat(err())
                .isEqualTo("signalbox: cost so far $0.000081 (1,200 tokens read, 30 written, 5,000 from the cache)\n");
    }

    @Test
    void aQuestionIsPassedOn() {
        TaskQuestion question = new TaskQuestion(TASK, 1, 1, 0, "q-1", "Which?", AT, AT);

        tell(follower(true, false), question);

        assertThat(asked).containsExactly(question);
    }

    @Test
    void whatTheTaskWaitsForIsToldWithHowToDecideIt() {
        ApprovalRequested asks = new ApprovalRequested(
                new ApprovalId("t1:1"),
                new TenantId("default"),
                ApprovalKind.AGENT_PROPOSAL,
                ApprovalSubject.task(TASK, 1, null),
                "Make a translator?",
                "nobody speaks\nKlingon",
                Json.mapper().createObjectNode(),
                "abc",
                AT,
                AT);

        tell(follower(false, false), new TaskAwaitingApproval(TASK, 1, asks, AT));

        assertThat(err())
                .contains("waits for a human", "Make a translator?", "nobody speaks Klingon")
                .contains("./signalbox approve t1:1");
    }

    @Test
    void anAnswerThatWasStreamedIsNotPrintedTwice() {
        TaskFollower follower = follower(false, false);
        tell(follower, text("Let me see. "), text("It is "), text("42.\n"));

        follower.answered(answer("It is 42.", null));

        assertThat(out()).isEqualTo("Let me see. It is 42.\n");
    }

    @Test
    void anAnswerThatWasNotStreamedIsPrinted() {
        TaskFollower follower = follower(false, false);

        follower.answered(answer("It is 42.", null));

        assertThat(out()).isEqualTo("It is 42.\n");
    }

    @Test
    void whereJsonIsAskedForItAloneGoesToStandardOutput() throws JsonProcessingException {
        TaskFollower follower = follower(false, true);
        tell(follower, text("I think: "), text("{\"n\":42}"));

        follower.answered(answer("{\"n\":42}", Json.mapper().readTree("{\"n\":42}")));

        assertThat(Json.mapper().readTree(out()).path("n").asInt()).isEqualTo(42);
        assertThat(err()).contains("I think: ");
    }

    @Test
    void whereJsonIsAskedForAndNotGivenNothingGoesToStandardOutput() {
        TaskFollower follower = follower(false, true);

        follower.answered(answer("I cannot say.", null));

        assertThat(out()).isEmpty();
    }

    private TaskFollower follower(boolean terminal, boolean structured) {
        return new TaskFollower(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new TaskFollower.View(false, terminal, structured),
                asked::add);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static void tell(TaskFollower follower, TaskEvent... events) {
        for (TaskEvent event : events) {
            try {
                follower.accept(new ServerSentEvent(
                        "1", event.getClass().getSimpleName(), Json.mapper().writeValueAsString(event)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static TaskOutput text(String text) {
        return new TaskOutput(TASK, 1, 1, 0, Stream.STDOUT, text, AT);
    }

    private static TaskToolCalled call(String id, @Nullable Outcome outcome, @Nullable String result) {
        return new TaskToolCalled(
                TASK,
                1,
                1,
                0,
                id,
                "run_command",
                "{\"command\": \"ls\"}",
                outcome,
                result,
                outcome == null ? null : Duration.ofMillis(300),
                AT);
    }

    private static Answer answer(String text, @Nullable JsonNode structured) {
        return new Answer(text, structured, Answer.Ending.DONE, 1, 0, "claude-haiku-5-5", null);
    }
}
