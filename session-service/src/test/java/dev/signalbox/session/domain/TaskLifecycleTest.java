package dev.signalbox.session.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskEvent;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskLifecycleTest {

    private static final TaskId ID = Samples.TASK;

    private final TaskLifecycle lifecycle = new TaskLifecycle(LifecyclePolicy.DEFAULT);
    private final List<Effect> effects = new ArrayList<>();
    private Instant now = Samples.AT;
    private @Nullable Task task;

    @Test
    void aTaskIsAcceptedDispatchedStartedAndEndsOnce() {
        given(routed(1), started(1, 1), output(1, 1, 0), finished(1, 1, Outcome.SUCCEEDED, false, 2));

        assertThat(told())
                .containsExactly("TaskAccepted", "TaskDispatched", "TaskStarted", "TaskOutput", "TaskCompleted");
        assertThat(effects).hasAtLeastOneElementOfType(Effect.Dispatch.class);
        assertThat(status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void aTaskEndedWhenItsProgramDidNotWhenThatWasRead() {
        given(routed(1), started(1, 1));
        now = now.plus(Duration.ofMinutes(9));

        given(finished(1, 1, Outcome.SUCCEEDED, false, 1));

        assertThat(end().at()).isEqualTo(Samples.finished().finishedAt());
    }

    @Test
    void nothingChangesATaskThatHasEnded() {
        given(routed(1), started(1, 1), finished(1, 1, Outcome.SUCCEEDED, false, 1));
        Task ended = task;
        effects.clear();

        given(
                routed(1),
                started(1, 2),
                output(1, 1, 5),
                finished(1, 1, Outcome.FAILED, true, 0),
                finished(1, 2, Outcome.SUCCEEDED, false, 0),
                new Input.Cancel(ID, null));

        assertThat(task).isEqualTo(ended);
        assertThat(effects).isEmpty();
    }

    @Test
    void theEndIsToldAfterProgressThatTravelsSlower() {
        given(routed(1), finished(1, 1, Outcome.SUCCEEDED, false, 3));
        assertThat(told()).doesNotContain("TaskCompleted");

        given(started(1, 1), output(1, 1, 0), output(1, 1, 1));

        assertThat(told())
                .containsExactly(
                        "TaskAccepted", "TaskDispatched", "TaskStarted", "TaskOutput", "TaskOutput", "TaskCompleted");
    }

    @Test
    void progressThatNeverComesHoldsTheEndUpOnlyForAWhile() {
        given(routed(1), finished(1, 1, Outcome.SUCCEEDED, false, 3));

        given(reviewWhenDue());

        assertThat(told()).endsWith("TaskCompleted");
    }

    @Test
    void aWorkerThatCameBackFromTheDeadDoesNotCount() {
        given(routed(1), started(1, 1), started(1, 2), output(1, 1, 3), finished(1, 1, Outcome.SUCCEEDED, false, 1));
        assertThat(status()).isEqualTo(TaskStatus.RUNNING);

        given(finished(1, 2, Outcome.FAILED, false, 1));

        assertThat(status()).isEqualTo(TaskStatus.FAILED);
        assertThat(told()).filteredOn("TaskOutput"::equals).isEmpty();
    }

    @Test
    void aRetryableFailureIsRoutedAgainAfterAPauseUntilAttemptsAreUsedUp() {
        given(routed(1), finished(1, 1, Outcome.BACKEND_FAILED, true, 0));
        assertThat(status()).isEqualTo(TaskStatus.RETRYING);
        assertThat(due()).isEqualTo(now.plusSeconds(1));

        given(reviewWhenDue());
        assertThat(effects).contains(new Effect.RouteAgain(ID + ":2:requested", 2, List.of()));
        given(routed(2), finished(2, 1, Outcome.BACKEND_FAILED, true, 0));
        assertThat(due()).isEqualTo(now.plusSeconds(4));
        given(reviewWhenDue(), routed(3), finished(3, 1, Outcome.BACKEND_FAILED, true, 0));

        assertThat(status()).isEqualTo(TaskStatus.FAILED);
        assertThat(end().result().attempts()).hasSize(3);
        assertThat(told()).filteredOn("TaskAccepted"::equals).hasSize(1);
    }

    @Test
    void theCostOfATaskIsTheSumOfItsAttempts() {
        given(routed(1), finished(1, 1, Outcome.BACKEND_FAILED, true, 0));
        given(reviewWhenDue(), routed(2), finished(2, 1, Outcome.SUCCEEDED, false, 0));

        assertThat(end().result().cost().total())
                .isEqualTo(Samples.cost().total().plus(Samples.cost().total()));
    }

    @Test
    void aFailureOfTheProgramItselfIsNotRetried() {
        given(routed(1), finished(1, 1, Outcome.FAILED, false, 0));

        assertThat(end()).isInstanceOf(TaskFailed.class);
        assertThat(end().result().exitCode()).isEqualTo(3);
    }

    @Test
    void anOverdueWorkerCountsAsLostAndIsStopped() {
        given(routed(1), started(1, 1));
        assertThat(due()).isEqualTo(Samples.AT.plus(Duration.ofSeconds(30)).plus(LifecyclePolicy.DEFAULT.lostGrace()));

        given(reviewWhenDue());

        assertThat(status()).isEqualTo(TaskStatus.RETRYING);
        assertThat(effects).hasAtLeastOneElementOfType(Effect.Stop.class);
    }

    @Test
    void anOverdueWorkerWhoseClockTellsNanosecondsCountsAsLostToo() {
        given(routed(1));
        given(new Input.Started(
                ID, new AttemptStarted(ID, 1, 1, "local", "w", Isolation.NAMESPACES, Samples.AT.plusNanos(164))));
        now = due().plusSeconds(1);

        given(new Input.Review(ID, new ReviewTask(ID, 1, due().truncatedTo(java.time.temporal.ChronoUnit.MICROS))));

        assertThat(status()).isEqualTo(TaskStatus.RETRYING);
    }

    @Test
    void anAlarmForAnEarlierTimeChangesNothing() {
        given(routed(1));
        Task dispatched = task;

        given(new Input.Review(ID, new ReviewTask(ID, 1, now.minusSeconds(1))));

        assertThat(task).isEqualTo(dispatched);
    }

    @Test
    void aCancelledTaskIsStoppedAndEndsWithWhatItCost() {
        given(routed(1), started(1, 1), new Input.Cancel(ID, "enough"));
        assertThat(status()).isEqualTo(TaskStatus.CANCELLING);

        given(finished(1, 1, Outcome.CANCELLED, false, 1));

        assertThat(end()).isInstanceOf(TaskCancelled.class);
        assertThat(end().result().cost()).isEqualTo(Samples.cost());
    }

    @Test
    void aTaskThatSucceededBeforeTheStopReachedItHasSucceeded() {
        given(routed(1), started(1, 1), new Input.Cancel(ID, null), finished(1, 1, Outcome.SUCCEEDED, false, 1));

        assertThat(end()).isInstanceOf(TaskCompleted.class);
    }

    @Test
    void aStopThatNobodyAnswersEndsTheTaskAnyway() {
        given(routed(1), new Input.Cancel(ID, "enough"));
        given(reviewWhenDue());

        assertThat(end()).isInstanceOf(TaskCancelled.class);
        assertThat(told()).filteredOn("TaskCancelled"::equals).hasSize(1);
    }

    @Test
    void aCancellationThatOvertakesItsTaskIsNotForgotten() {
        given(new Input.Cancel(ID, "changed my mind"), routed(1));

        assertThat(told()).containsExactly("TaskAccepted", "TaskCancelled");
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Dispatch.class);
        assertThat(java.util.Objects.requireNonNull(task).tenant()).isEqualTo(Samples.TENANT);
    }

    @Test
    void aRejectedTaskIsAcceptedAndFailsAtOnceWithTheProblem() {
        given(new Input.Rejected(ID, Samples.request(), ProblemType.NO_MODEL_PROVIDER.because("set a key"), "{}"));

        assertThat(told()).containsExactly("TaskAccepted", "TaskFailed");
        assertThat(end().result().problem()).isEqualTo(ProblemType.NO_MODEL_PROVIDER.because("set a key"));
    }

    @Test
    void aRequestThatWasSentTwiceIsDispatchedOnce() {
        given(routed(1), routed(1));

        assertThat(effects).filteredOn(Effect.Dispatch.class::isInstance).hasSize(1);
    }

    @Test
    void anAttemptThatWasRoutedWasAskedForAlthoughItIsNotKnown() {
        given(routed(1), finished(1, 1, Outcome.BACKEND_FAILED, true, 0));

        given(routed(2), routed(2));

        assertThat(status()).isEqualTo(TaskStatus.DISPATCHED);
        assertThat(effects).filteredOn(Effect.Dispatch.class::isInstance).hasSize(2);
    }

    @Test
    void afterTheLossOfTheLogAnAttemptUnderWayIsTriedAgainAndSaysWhy() {
        given(routed(1), started(1, 1));
        given(logLost());
        assertThat(status()).isEqualTo(TaskStatus.RETRYING);

        given(reviewWhenDue());
        given(routed(2), started(2, 1));
        now = now.plusSeconds(1);
        given(logLost());
        given(reviewWhenDue());
        given(routed(3));
        given(logLost());

        assertThat(end().result().problem()).isNotNull();
        assertThat(end().result().problem().detail()).contains("the log was lost");
    }

    @Test
    void afterTheLossOfTheLogATaskThatWaitsForItsRouteAsksOnceMore() {
        given(routed(1), finished(1, 1, Outcome.BACKEND_FAILED, true, 0));
        given(reviewWhenDue());
        effects.clear();
        Instant asked = java.util.Objects.requireNonNull(task).updatedAt();
        now = now.plusSeconds(60);

        given(new Input.Review(ID, new ReviewTask(ID, 2, asked)), new Input.Review(ID, new ReviewTask(ID, 2, asked)));

        assertThat(effects).containsExactly(new Effect.RouteAgain(ID + ":2:requested-again", 2, List.of()));
    }

    private Input logLost() {
        return new Input.Review(
                ID, new ReviewTask(ID, java.util.Objects.requireNonNull(task).attempt(), due()));
    }

    private void given(Input... inputs) {
        for (Input input : inputs) {
            Change change = lifecycle.apply(task, input, now);
            task = change.task();
            effects.addAll(change.effects());
        }
    }

    private List<String> told() {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event().getClass().getSimpleName())
                .toList();
    }

    private TaskEnded end() {
        Optional<TaskEvent> last = effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event())
                .reduce((a, b) -> b);
        return (TaskEnded) last.orElseThrow();
    }

    private TaskStatus status() {
        return java.util.Objects.requireNonNull(task).state().status();
    }

    private Instant due() {
        return java.util.Objects.requireNonNull(task).state().due().orElseThrow();
    }

    private Input reviewWhenDue() {
        now = due();
        return new Input.Review(
                ID, new ReviewTask(ID, java.util.Objects.requireNonNull(task).attempt(), now));
    }

    private static Input routed(int attempt) {
        TaskRequested first = Samples.request();
        TaskRequested request = new TaskRequested(
                ID,
                first.tenant(),
                first.sessionId(),
                attempt,
                List.of(),
                List.of(),
                first.task(),
                first.requestedAt());
        return new Input.Routed(
                ID,
                request,
                Samples.candidate(),
                Samples.RATES,
                Duration.ofSeconds(30),
                "because",
                List.of(),
                "",
                List.of(),
                List.of(),
                "{}");
    }

    private static Input started(int attempt, int epoch) {
        return new Input.Started(
                ID, new AttemptStarted(ID, attempt, epoch, "local", "w", Isolation.NAMESPACES, Samples.AT));
    }

    private static Input output(int attempt, int epoch, int index) {
        return Progress.of(
                new OutputAppended(ID, attempt, epoch, index, OutputAppended.Stream.STDOUT, "x", Samples.AT));
    }

    private static Input finished(int attempt, int epoch, Outcome outcome, boolean retryable, int progress) {
        AttemptFinished sample = Samples.finished();
        return new Input.Finished(
                ID,
                new AttemptFinished(
                        ID,
                        attempt,
                        epoch,
                        outcome,
                        retryable,
                        sample.exitCode(),
                        sample.stdout(),
                        sample.stderr(),
                        sample.files(),
                        sample.timings(),
                        sample.usage(),
                        sample.cost(),
                        progress,
                        sample.problem(),
                        sample.finishedAt()));
    }
}
