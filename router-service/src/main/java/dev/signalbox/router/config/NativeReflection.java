package dev.signalbox.router.config;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentEvidence;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.replay.EstimatedInterval;
import dev.signalbox.contracts.replay.MeasuredDifference;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.replay.ReplayState;
import dev.signalbox.contracts.replay.RouteChange;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.ModelAdvice;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.ShadowDecision;
import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.route.TypeProbability;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.adapter.rest.AgentMatchesResource;
import dev.signalbox.router.adapter.rest.PoliciesResource;
import dev.signalbox.router.adapter.rest.ReplayRequest;
import dev.signalbox.router.adapter.rest.ReplaysResource;
import dev.signalbox.router.adapter.rest.SnapshotResource;
import dev.signalbox.router.domain.AgentShortlist;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.RequestFeatures;
import dev.signalbox.router.domain.RoutingInput;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The records that travel as JSON, for the native image, which keeps reflection only where it is told to. */
@RegisterForReflection(
        targets = {
            AgentDeployed.Canary.class,
            AgentDeployed.class,
            AgentEvidence.class,
            AgentId.class,
            AgentMatches.Match.class,
            AgentMatches.class,
            AgentMatchesResource.Question.class,
            AgentProposal.class,
            AgentShortlist.Option.class,
            AgentShortlist.class,
            BackendAnnounced.class,
            Candidate.class,
            CodeSnippet.class,
            Complexity.class,
            DecisionRecord.class,
            EstimatedInterval.class,
            Isolation.class,
            MeasuredDifference.class,
            ModelAdvice.class,
            ModelRates.LongContext.class,
            ModelRates.class,
            Money.class,
            Objective.class,
            PlannedAttempt.class,
            PoliciesResource.Change.class,
            PolicyParameters.AgentModel.class,
            PolicyParameters.Escalation.class,
            PolicyParameters.Exploration.class,
            PolicyParameters.SuccessPriors.class,
            PolicyParameters.TierLimits.class,
            PolicyParameters.Weights.class,
            PolicyParameters.class,
            PolicyPublished.State.class,
            PolicyPublished.class,
            Pricing.Model.LongContext.class,
            Pricing.Model.class,
            Pricing.Sandbox.class,
            Pricing.class,
            Problem.class,
            Rates.class,
            ReplayQuery.class,
            ReplayReport.class,
            ReplayRequest.class,
            ReplayResult.class,
            ReplayState.class,
            ReplaysResource.PolicyComparison.class,
            ReplaysResource.ReplayList.class,
            RequestFeatures.class,
            Resources.class,
            Route.class,
            RouteChange.class,
            RouteDecision.Versions.class,
            RouteDecision.class,
            RouteStatistics.class,
            RoutingInput.class,
            SessionId.class,
            ShadowDecision.class,
            Signal.class,
            SnapshotResource.Agent.class,
            SnapshotResource.View.class,
            TaskFile.Encoding.class,
            TaskFile.class,
            TaskId.class,
            TaskProfile.Environment.class,
            TaskProfile.Kind.class,
            TaskProfile.class,
            TaskRejected.class,
            TaskRequested.PreviousAttempt.class,
            TaskRequested.class,
            TaskRouted.class,
            TaskSpec.class,
            TaskType.class,
            TeamRecommendation.Member.class,
            TeamRecommendation.class,
            TenantId.class,
            TypeProbability.class
        },
        // Replay's own readings of records, known to nobody else.
        classNames = {
            "dev.signalbox.router.app.replay.RecordedDecision",
            "dev.signalbox.router.app.replay.RecordedDecision$Asked",
            "dev.signalbox.router.app.replay.RecordedDecision$Head",
            "dev.signalbox.router.app.replay.RecordedDecision$Made",
            "dev.signalbox.router.app.replay.RecordedDecision$Option",
            "dev.signalbox.router.app.replay.RecordedResult",
            "dev.signalbox.router.app.replay.RecordedResult$Total"
        })
public final class NativeReflection {

    private NativeReflection() {}
}
