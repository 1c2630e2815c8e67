package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of {@code TaskRouted} and {@code TaskRejected} that are acted on; the rest is kept unread. */
record RoutedView(
        TaskRequested request,
        @Nullable Decision decision,
        @Nullable Problem problem,
        @Nullable Money fullCost) {

    /** The parts of a decision that are acted on. */
    record Decision(
            @Nullable Candidate chosen,
            @Nullable Rates rates,
            @Nullable Duration timeout,
            @Nullable String explanation,
            @Nullable List<PlannedAttempt> plan,
            @Nullable String taskClass,
            @Nullable List<Weighed> candidates,
            @Nullable List<ModelRates> models,
            @Nullable AgentProposal proposedAgent) {}

    /** The parts of a candidate that tell what else could have been taken, and at what price. */
    record Weighed(
            Route route,
            double successProbability,
            Money cost,
            @Nullable String rejection) {}
}
