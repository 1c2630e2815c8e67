package dev.signalbox.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.domain.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReportedProgressTest {

    private final TestingReports reports = new TestingReports();
    private final Questions questions = new Questions();
    private final StopSignal stop = new StopSignal();
    private final Attempt attempt = new Attempt(Requests.prompt("Do it").build(), 1);
    private final ReportedProgress progress = new ReportedProgress(
            attempt, OutputLimits.STANDARD, reports, new ProgressLog(), questions, stop, Clock.systemUTC(), null);
    private final ProposedCall call = new ProposedCall(
            "run_command", JsonNodeFactory.instance.objectNode().put("command", "ls"));

    private CompletableFuture<Optional<String>> ask(Duration atMost) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(progress.ask("May it?", call, atMost));
            } catch (InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private QuestionAsked asked() {
        Awaitility.await().until(() -> !reports.questions.isEmpty());
        return reports.questions.getFirst();
    }

    @Test
    void aQuestionAboutACallTellsTheCallAndTakesTheAnswer() throws Exception {
        CompletableFuture<Optional<String>> answer = ask(Duration.ofSeconds(30));
        QuestionAsked asked = asked();
        assertThat(asked.call()).isEqualTo(call);
        assertThat(asked.question()).isEqualTo("May it?");

        questions.answered(new QuestionAnswered(
                attempt.request().taskId(), 1, asked.questionId(), ProposedCall.PERMITTED, Instant.now()));

        assertThat(answer.get(10, TimeUnit.SECONDS)).contains(ProposedCall.PERMITTED);
    }

    @Test
    void aStopEndsTheWait() throws Exception {
        CompletableFuture<Optional<String>> answer = ask(Duration.ofSeconds(30));
        asked();

        stop.fire(StopSignal.Cause.REQUESTED, "enough");

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
    }
}
