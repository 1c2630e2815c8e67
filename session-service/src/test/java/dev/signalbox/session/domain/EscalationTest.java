package dev.signalbox.session.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskRetrying;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EscalationTest {

    private static final TaskId ID = Samples.TASK;
    private static final Route QUICK = new Route("local", "quick", null, null);
    private static final Route MEDIUM = new Route("local", "medium", null, null);
    private static final Route HEAVY = new Route("local", "heavy", null, null);
    private static final List<PlannedAttempt> PLAN = List.of(
            new PlannedAttempt(QUICK, 1, 0.9, Money.of("0.00008"), Set.of()),
            new PlannedAttempt(MEDIUM, 0.1, 0.8, Money.of("0.00023"), Set.of("memory")),
            new PlannedAttempt(HEAVY, 0.02, 0.8, Money.of("0.0009"), Set.of("memory", "disk", "time")));

    private final TaskLifecycle lifecycle = new TaskLifecycle(LifecyclePolicy.DEFAULT);
    private final List<Effect> effects = new ArrayList<>();
    private final Instant now = Samples.AT;
    private @Nullable Task task;

    @Test
    void aTaskThatLacksMemoryGoesOnAtOnceToTheNextPlannedRoute() {
        given(routed(1, QUICK, PLAN, true), outOfMemory(1));

        assertThat(status()).isEqualTo(TaskStatus.RETRYING);
        TaskRetrying told = told(TaskRetrying.class);
        assertThat(told.nextAttemptAt()).isEqualTo(now);
        assertThat(told.problem().detail())
                .isEqualTo("needs more memory than local/quick gives; goes on to local/medium, expected $0.00023,"
                        + " as planned");
        assertThat(told.problem().extensions()).containsEntry("route", "local/medium");

        lookAgain();

        assertThat(effects).contains(new Effect.RouteAgain(ID + ":2:requested", 2, List.of(MEDIUM, HEAVY)));
    }

    @Test
    void theEndTellsBothAttemptsWithWhatWasPredicted() {
        given(routed(1, QUICK, PLAN, true), outOfMemory(1));
        lookAgain();
        given(routed(2, MEDIUM, PLAN.subList(1, 3), true), finished(2, Outcome.SUCCEEDED));

        assertThat(told(TaskCompleted.class).result().attempts())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.cause()).isEqualTo("memory");
                            assertThat(first.expectedCost()).isEqualTo(Money.of("0.00008"));
                        },
                        second -> {
                            assertThat(second.route()).isEqualTo(MEDIUM);
                            assertThat(second.expectedCost()).isEqualTo(Money.of("0.00023"));
                            assertThat(second.cause()).isNull();
                        });
    }

    @Test
    void aRouteThatGivesNoMoreOfWhatIsLackingIsPassedOver() {
        given(routed(1, QUICK, PLAN, true), limited(1, "disk"));
        lookAgain();

        assertThat(effects).contains(new Effect.RouteAgain(ID + ":2:requested", 2, List.of(HEAVY)));
    }

    @Test
    void aTaskGoesOnFromStepToStepUntilAttemptsAreUsedUp() {
        given(routed(1, QUICK, PLAN, true), outOfMemory(1));
        lookAgain();
        given(routed(2, MEDIUM, PLAN.subList(1, 3), true), outOfMemory(2));
        lookAgain();
        assertThat(effects).contains(new Effect.RouteAgain(ID + ":3:requested", 3, List.of(HEAVY)));
        PlannedAttempt larger = new PlannedAttempt(
                new Route("e2b", "heavy", null, null), 0.01, 0.5, Money.of("0.01"), Set.of("memory"));
        given(routed(3, HEAVY, List.of(PLAN.getLast(), larger), true), outOfMemory(3));

        assertThat(end().result().problem())
                .satisfies(problem -> assertThat(Objects.requireNonNull(problem).detail())
                        .endsWith("but was not tried elsewhere: all 3 attempts are used."));
    }

    @Test
    void theClientCanForbidIt() {
        given(routed(1, QUICK, PLAN, false), outOfMemory(1));

        assertThat(end()).isInstanceOf(TaskFailed.class);
        assertThat(end().result().stdout().text()).isEqualTo("so far so good\n");
        assertThat(Objects.requireNonNull(end().result().problem()).detail())
                .isEqualTo("It used more. It needs more memory than local/quick gives, but was not tried elsewhere:"
                        + " the task says \"escalate\": false.");
    }

    @Test
    void withoutAPlannedRouteThatHelpsTheTaskFailsWithItsOwnResult() {
        given(routed(1, QUICK, PLAN, true), limited(1, "processes"));

        assertThat(end().result().exitCode()).isEqualTo(137);
        assertThat(Objects.requireNonNull(end().result().problem()).detail())
                .contains("no further route was planned that gives more processes");
    }

    @Test
    void aProgramsOwnFailureEndsTheTaskAndNothingIsAddedToItsProblem() {
        given(routed(1, QUICK, PLAN, true), new Input.Finished(ID, Attempts.failed(1, 3, "AssertionError")));

        assertThat(Objects.requireNonNull(end().result().problem()).detail())
                .isEqualTo("The program ended with exit code 3.");
    }

    @Test
    void whenTheRouterRejectsTheNextAttemptTheTaskHasTheResultOfTheLast() {
        given(routed(1, QUICK, PLAN, true), outOfMemory(1));
        lookAgain();

        given(new Input.Rejected(ID, request(2, true), ProblemType.NO_ROUTE.because("nobody is there"), "{}"));

        assertThat(end()).isInstanceOf(TaskFailed.class);
        assertThat(end().result().stdout().text()).isEqualTo("so far so good\n");
        assertThat(end().result().exitCode()).isEqualTo(137);
        assertThat(end().result().cost()).isEqualTo(Samples.cost());
        assertThat(Objects.requireNonNull(end().result().problem()).detail())
                .isEqualTo("It used more. It was to go on elsewhere as planned, but the router found no route:"
                        + " nobody is there");
    }

    @Test
    void aCancellationInBetweenEndsTheTaskAndNothingIsRoutedAnyMore() {
        given(routed(1, QUICK, PLAN, true), outOfMemory(1), new Input.Cancel(ID, "enough"));
        lookAgain();

        assertThat(end()).isInstanceOf(TaskCancelled.class);
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.RouteAgain.class);
    }

    @Test
    void anAttemptThatIsBeingCancelledDoesNotGoOn() {
        given(routed(1, QUICK, PLAN, true), new Input.Cancel(ID, "enough"), outOfMemory(1));

        assertThat(end()).isInstanceOf(TaskCancelled.class);
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.LookAgain.class);
    }

    @Test
    void whatIsDeliveredTwiceIsDoneOnce() {
        given(routed(1, QUICK, PLAN, true), outOfMemory(1), outOfMemory(1));
        lookAgain();
        lookAgain();
        given(routed(2, MEDIUM, PLAN.subList(1, 3), true), outOfMemory(1), routed(2, MEDIUM, PLAN, true));

        assertThat(effects).filteredOn(Effect.RouteAgain.class::isInstance).hasSize(1);
        assertThat(effects).filteredOn(Effect.Dispatch.class::isInstance).hasSize(2);
        assertThat(status()).isEqualTo(TaskStatus.DISPATCHED);
    }

    private void given(Input... inputs) {
        for (Input input : inputs) {
            Change change = lifecycle.apply(task, input, now);
            task = change.task();
            effects.addAll(change.effects());
        }
    }

    /** What the task asked for itself comes back. */
    private void lookAgain() {
        Effect.LookAgain look = effects.stream()
                .filter(Effect.LookAgain.class::isInstance)
                .map(Effect.LookAgain.class::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
        given(new Input.Review(ID, look.review()));
    }

    private <T> T told(Class<T> event) {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event())
                .filter(event::isInstance)
                .map(event::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private TaskEnded end() {
        return told(TaskEnded.class);
    }

    private TaskStatus status() {
        return Objects.requireNonNull(task).state().status();
    }

    private static Input outOfMemory(int attempt) {
        return limited(attempt, "memory");
    }

    private static Input limited(int attempt, String resource) {
        return new Input.Finished(
                ID,
                Attempts.ended(
                        attempt,
                        Outcome.LIMIT_EXCEEDED,
                        137,
                        OutputText.EMPTY,
                        ProblemType.RESOURCE_LIMIT.because("It used more.", Map.of("resource", resource))));
    }

    private static Input finished(int attempt, Outcome outcome) {
        AttemptFinished finished = Attempts.ended(attempt, outcome, 0, OutputText.EMPTY, null);
        return new Input.Finished(ID, finished);
    }

    private static TaskRequested request(int attempt, boolean escalates) {
        TaskSpec plain = TaskSpec.of(null, List.of(new CodeSnippet("python", "x")));
        TaskSpec spec = escalates
                ? plain
                : new TaskSpec(
                        null,
                        plain.code(),
                        List.of(),
                        null,
                        null,
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        false);
        return new TaskRequested(ID, Samples.TENANT, null, attempt, List.of(), List.of(), spec, Samples.AT);
    }

    private static Input routed(int attempt, Route route, List<PlannedAttempt> plan, boolean escalates) {
        Candidate sample = Samples.candidate();
        Candidate chosen = new Candidate(
                route,
                sample.resources(),
                0.9,
                sample.startUp(),
                sample.duration(),
                plan.getFirst().cost(),
                sample.expectedTotalCost(),
                0,
                1,
                null);
        return new Input.Routed(
                ID,
                request(attempt, escalates),
                chosen,
                Samples.RATES,
                Duration.ofSeconds(60),
                "because",
                plan,
                "code-python-quick",
                List.of(),
                List.of(),
                "{}");
    }
}
