package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.route.RouteClasses;
import java.time.Duration;
import java.util.Optional;

/**
 * What an attempt that ended says about its route. Counted are: success; a limit that was passed, and a failure whose
 * {@link FailureCause} another route might have met, as failure. Not counted, because they say nothing about how well
 * the route was chosen: what was cancelled, refused or lost, failures of the backend (its availability is announced),
 * a time-out or a highest cost that the client set itself, what another model than the route's answered, and a
 * program's own failure, which would be the same everywhere.
 *
 * @param routeClass what it is counted by
 * @param success whether it succeeded
 * @param verified whether something other than an agent's word says so: the exit code of the client's own program
 * @param run how long it ran
 * @param startUp how long it took to start
 * @param cost what it cost
 * @param expectedCost what the decision predicted
 */
public record Observation(
        String routeClass,
        boolean success,
        boolean verified,
        Duration run,
        Duration startUp,
        Money cost,
        Money expectedCost) {

    /** What the end of the attempt says; empty when it says nothing, or when its decision named no class. */
    static Optional<Observation> of(ActiveAttempt attempt, AttemptFinished finished) {
        boolean byModel = attempt.route().model() != null;
        boolean success = finished.outcome() == Outcome.SUCCEEDED;
        boolean counts = success
                || finished.outcome() == Outcome.LIMIT_EXCEEDED && !atCost(finished)
                || FailureCause.of(finished, attempt.timeoutGiven(), byModel).isPresent();
        if (!counts || attempt.taskClass().isEmpty() || byAnother(attempt, finished)) {
            return Optional.empty();
        }
        return Optional.of(new Observation(
                RouteClasses.of(attempt.taskClass(), attempt.route()),
                success,
                success && !byModel,
                finished.timings().run(),
                finished.timings().startUp(),
                finished.cost().total(),
                attempt.expectedCost()));
    }

    private static boolean atCost(AttemptFinished finished) {
        var problem = finished.problem();
        return problem != null && "cost".equals(problem.extensions().get("resource"));
    }

    private static boolean byAnother(ActiveAttempt attempt, AttemptFinished finished) {
        var answer = finished.answer();
        return answer != null && !answer.model().equals(attempt.route().model());
    }
}
