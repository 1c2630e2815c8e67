package dev.signalbox.session.domain;

import static dev.signalbox.session.domain.AgentInputs.HAIKU;
import static dev.signalbox.session.domain.AgentInputs.ID;
import static dev.signalbox.session.domain.AgentInputs.KEY;
import static dev.signalbox.session.domain.AgentInputs.OPUS;
import static dev.signalbox.session.domain.AgentInputs.answered;
import static dev.signalbox.session.domain.AgentInputs.finished;
import static dev.signalbox.session.domain.AgentInputs.invalid;
import static dev.signalbox.session.domain.AgentInputs.limited;
import static dev.signalbox.session.domain.AgentInputs.question;
import static dev.signalbox.session.domain.AgentInputs.routed;
import static dev.signalbox.session.domain.AgentInputs.started;
import static dev.signalbox.session.domain.AgentInputs.tool;
import static dev.signalbox.session.domain.AgentInputs.usage;
import static dev.signalbox.session.domain.AgentInputs.withEpoch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is different where an agent works on a task. */
class AgentAttemptsTest {

    private final TaskLifecycle lifecycle = new TaskLifecycle(LifecyclePolicy.DEFAULT);
    private final List<Effect> effects = new ArrayList<>();
    private Instant now = Samples.AT;
    private @Nullable Task task;

    @Test
    void whatAnAgentDoesIsToldAndAllOfItBeforeTheEnd() {
        given(
                routed(1, HAIKU),
                finished(Attempts.byAgent(1, Outcome.SUCCEEDED, false, 5, null)),
                started(1),
                tool(0, null),
                tool(1, ToolCalled.Outcome.SUCCEEDED),
                usage(2));
        assertThat(told()).doesNotContain("TaskCompleted");

        given(question(3));

        assertThat(told())
                .containsExactly(
                        "TaskAccepted",
                        "TaskDispatched",
                        "TaskStarted",
                        "TaskToolCalled",
                        "TaskToolCalled",
                        "TaskUsage",
                        "TaskQuestion",
                        "TaskCompleted");
        assertThat(end().result().answer()).isEqualTo(Samples.answer());
        assertThat(tells()).extracting(Effect.Tell::id).doesNotHaveDuplicates();
        assertThat(tells().get(4).event())
                .isInstanceOfSatisfying(
                        TaskToolCalled.class, call -> assertThat(call.result()).isEqualTo("hello"));
    }

    @Test
    void whatAWorkerThatWasReplacedTellsIsNotTold() {
        given(routed(1, HAIKU), started(1), started(2), tool(0, null), question(1));

        assertThat(told()).doesNotContain("TaskToolCalled", "TaskQuestion");
    }

    @Test
    void anAnswerGoesToTheAttemptThatRunsAndHasTheSameIdWhenItIsDeliveredAgain() {
        given(routed(1, HAIKU), started(1), question(0));

        given(answered("yes"), answered("yes"));

        assertThat(effects)
                .filteredOn(Effect.Answer.class::isInstance)
                .hasSize(2)
                .allSatisfy(effect -> assertThat(effect)
                        .isEqualTo(new Effect.Answer(
                                ID + ":1:answer:q-1", new QuestionAnswered(ID, 1, "q-1", "yes", Samples.AT))));
    }

    @Test
    void anAnswerToATaskThatDoesNotRunIsIgnored() {
        given(answered("early"), routed(1, HAIKU), answered("still early"));
        given(started(1), finished(Attempts.byAgent(1, Outcome.SUCCEEDED, false, 1, null)), answered("late"));

        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Answer.class);
    }

    @Test
    void aBetterModelGoesOnWithTheFilesAndTheConversationOfTheOneBefore() {
        given(routed(1, HAIKU), finished(Attempts.byAgent(1, Outcome.FAILED, false, 0, invalid())));
        lookAgain();
        given(routed(2, OPUS));

        assertThat(dispatched(2).carriedFiles()).containsExactly(new ProducedFile("out.txt", 3, "b25l"));
        assertThat(dispatched(2).conversation()).isEqualTo(Samples.conversation());
    }

    @Test
    void aPlainRetryGoesOnWithThemToo() {
        var problem = ProblemType.MODEL_FAILED.because("overloaded");
        given(routed(1, HAIKU), finished(Attempts.byAgent(1, Outcome.BACKEND_FAILED, true, 0, problem)));
        lookAgain();
        given(routed(2, HAIKU));

        assertThat(dispatched(2).carriedFiles()).hasSize(1);
        assertThat(dispatched(2).conversation()).isEqualTo(Samples.conversation());
    }

    @Test
    void whatALostWorkerLeftIsNotTakenOver() {
        given(routed(1, HAIKU), started(1));
        lookAgain();
        lookAgain();
        given(routed(2, HAIKU));

        assertThat(dispatched(2).carriedFiles()).isEmpty();
        assertThat(dispatched(2).conversation()).isNull();
    }

    @Test
    void anAttemptKnowsItsSessionAndWhatItsModelsCost() {
        given(routed(1, HAIKU));

        assertThat(dispatched(1).sessionId()).isEqualTo(Samples.SESSION);
        assertThat(dispatched(1).models()).containsExactly(Samples.modelRates());
    }

    @Test
    void theSessionRemembersWhatTheTaskEndedWith() {
        given(routed(1, HAIKU), finished(Attempts.byAgent(1, Outcome.FAILED, false, 0, invalid())));
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Remember.class);
        lookAgain();
        given(routed(2, OPUS), finished(Attempts.byAgent(2, Outcome.SUCCEEDED, false, 0, null)));

        assertThat(effects)
                .filteredOn(Effect.Remember.class::isInstance)
                .containsExactly(new Effect.Remember(new Memory(
                        KEY, Samples.conversation(), Samples.finished().finishedAt())));
    }

    @Test
    void ofTwoTasksAtOnceTheOneWithMoreTurnsIsRememberedAndOfAsManyTheLater() {
        Memory two = new Memory(KEY, new Conversation(2, List.of()), now);
        Memory three = new Memory(KEY, new Conversation(3, List.of()), now);
        Memory later = new Memory(KEY, new Conversation(3, List.of()), now.plusSeconds(1));

        assertThat(two.or(three)).isEqualTo(three);
        assertThat(three.or(two)).isEqualTo(three);
        assertThat(three.or(later)).isEqualTo(later);
    }

    @Test
    void whatAProviderThatFailedHasCostIsPartOfTheCost() {
        var problem = ProblemType.MODEL_FAILED.because("overloaded");
        given(routed(1, HAIKU), finished(Attempts.byAgent(1, Outcome.BACKEND_FAILED, true, 0, problem)));
        lookAgain();
        given(routed(2, HAIKU), finished(Attempts.byAgent(2, Outcome.SUCCEEDED, false, 0, null)));

        assertThat(end().result().cost().total())
                .isEqualTo(Samples.cost().total().plus(Samples.cost().total()));
    }

    @Test
    void whatAWorkerHadSpentBeforeItWasLostIsPartOfTheCost() {
        given(routed(1, HAIKU), started(1), usage(0), started(2), usage(0, 2));
        given(finished(withEpoch(2, Attempts.byAgent(1, Outcome.SUCCEEDED, false, 2, null))));

        Money once = Samples.cost().total();
        assertThat(end().result().cost().total()).isEqualTo(once.plus(once));
    }

    @Test
    void whatWasMeasuredIsTheCostOfAnAttemptWithoutAResult() {
        given(routed(1, HAIKU), started(1), usage(0), new Input.Cancel(ID, "enough"));
        lookAgain();

        assertThat(end().result().cost()).isEqualTo(Samples.cost());
    }

    @Test
    void theClientsOwnLimitOfCostEndsTheTaskAndSaysNothingAboutItsRoute() {
        given(routed(1, HAIKU), finished(limited("cost")));

        assertThat(Objects.requireNonNull(task).state().status()).isEqualTo(TaskStatus.FAILED);
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Observe.class);
    }

    @Test
    void aLimitOfTurnsCountsAgainstTheRouteAndGoesOnToABetterModel() {
        given(routed(1, HAIKU), finished(limited("turns")));

        assertThat(Objects.requireNonNull(task).state().status()).isEqualTo(TaskStatus.RETRYING);
        assertThat(effects).hasAtLeastOneElementOfType(Effect.Observe.class);
    }

    @Test
    void whatAStandInAnsweredSaysNothingAboutTheRoutesModel() {
        given(routed(1, OPUS), finished(Attempts.byAgent(1, Outcome.SUCCEEDED, false, 0, null)));

        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Observe.class);
    }

    private void given(Input... inputs) {
        for (Input input : inputs) {
            Change change = lifecycle.apply(task, input, now);
            task = change.task();
            effects.addAll(change.effects());
        }
    }

    private void lookAgain() {
        Task current = Objects.requireNonNull(task);
        now = current.state().due().orElseThrow();
        given(new Input.Review(ID, new ReviewTask(ID, current.attempt(), now)));
    }

    private List<Effect.Tell> tells() {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(Effect.Tell.class::cast)
                .toList();
    }

    private List<String> told() {
        return tells().stream()
                .map(tell -> tell.event().getClass().getSimpleName())
                .toList();
    }

    private TaskEnded end() {
        return (TaskEnded) tells().getLast().event();
    }

    private ExecutionRequested dispatched(int attempt) {
        return effects.stream()
                .filter(Effect.Dispatch.class::isInstance)
                .map(effect -> ((Effect.Dispatch) effect).execution())
                .filter(execution -> execution.attempt() == attempt)
                .findFirst()
                .orElseThrow();
    }
}
