package dev.signalbox.session.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.session.domain.approvals.ApprovalIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tasks that nobody can do wait for a human to permit the agent that was proposed for them. */
final class Permissions {

    /** The inbox says first that nobody decided in time; the task's own clock is there for when it does not. */
    private static final Duration INBOX_GRACE = Duration.ofMinutes(1);

    private final LifecyclePolicy policy;
    private final Endings endings;

    Permissions(LifecyclePolicy policy, Endings endings) {
        this.policy = policy;
        this.endings = endings;
    }

    /** Once for an attempt, and only where an agent is all that is missing. */
    boolean asksFor(Task task, Input.Rejected rejected) {
        boolean asked = task.state() instanceof TaskState.Routing routing && routing.asked();
        return !asked
                && rejected.proposal() != null
                && rejected.problem().type().equals(ProblemType.NO_AGENT.uri())
                && policy.approvalExpiry().isPositive();
    }

    Change ask(Task task, Input.Rejected rejected, List<Effect> before, Instant now) {
        int attempt = rejected.request().attempt();
        AgentProposal proposal = Objects.requireNonNull(rejected.proposal());
        ApprovalId id = ApprovalIds.of(task.id() + ":" + attempt);
        JsonNode details = Json.mapper().valueToTree(proposal);
        Instant expiresAt = now.plus(policy.approvalExpiry());
        ApprovalRequested asked = new ApprovalRequested(
                id,
                task.tenant(),
                ApprovalKind.AGENT_PROPOSAL,
                ApprovalSubject.task(task.id(), attempt, task.session()),
                "Make an agent: " + proposal.name(),
                proposal.because() + " Granted, the task goes on with it by itself; refused, it fails.",
                details,
                ApprovalIds.hash(details),
                expiresAt,
                now);
        List<Effect> effects = new ArrayList<>(before);
        effects.add(new Effect.Tell(
                task.id() + ":" + attempt + ":awaiting-approval",
                new TaskAwaitingApproval(task.id(), attempt, asked, now)));
        Carried left = task.state() instanceof TaskState.Routing routing ? routing.left() : null;
        TaskState waiting = new TaskState.AwaitingApproval(attempt, id, left, expiresAt.plus(INBOX_GRACE));
        return new Change(task.in(waiting, now), effects);
    }

    Change decided(Task task, Input.Decided input, Instant now) {
        DecideApproval decision = input.decision();
        if (!(task.state() instanceof TaskState.AwaitingApproval waiting)
                || !waiting.approvalId().equals(decision.approvalId())) {
            return Change.none(task);
        }
        return switch (decision.decision()) {
            case GRANTED -> granted(task, waiting, decision.agent(), now);
            case REFUSED -> failed(task, ProblemType.APPROVAL_REFUSED.because(refusal(decision)), now);
            case EXPIRED -> failed(task, nobodyDecided(waiting), now);
            case WITHDRAWN -> Change.none(task);
        };
    }

    private static Change granted(
            Task task, TaskState.AwaitingApproval waiting, @Nullable AgentDeployed agent, Instant now) {
        TaskState routing = new TaskState.Routing(waiting.attempt(), null, waiting.left(), true);
        return new Change(
                task.in(routing, now),
                List.of(new Effect.RouteAgain(
                        task.id() + ":" + waiting.attempt() + ":granted", waiting.attempt(), List.of(), agent)));
    }

    private static String refusal(DecideApproval decision) {
        String by = decision.decidedBy() == null ? "A human" : decision.decidedBy();
        return by + " refused the agent that was proposed for the task"
                + (decision.comment() == null || decision.comment().isBlank() ? "." : ": " + decision.comment());
    }

    private static Problem nobodyDecided(TaskState.AwaitingApproval waiting) {
        return ProblemType.APPROVAL_EXPIRED.because("Nobody decided about " + waiting.approvalId()
                + " in time. Send the task again to ask again, or deploy an agent that can do it first.");
    }

    private Change failed(Task task, Problem problem, Instant now) {
        return endings.withoutAttempt(task, TaskStatus.FAILED, problem, List.of(), now);
    }

    /** The task is cancelled: nobody needs to decide any more. */
    Change withdrawn(Task task, TaskState.AwaitingApproval waiting, @Nullable String reason, Instant now) {
        return endings.cancelled(
                task,
                Optional.ofNullable(reason),
                List.of(withdraw(task, waiting, "the task was cancelled", now)),
                now);
    }

    /** The inbox has not told that the time is over. */
    Change expired(Task task, TaskState.AwaitingApproval waiting, Instant now) {
        return endings.withoutAttempt(
                task,
                TaskStatus.FAILED,
                nobodyDecided(waiting),
                List.of(withdraw(task, waiting, "nobody decided in time", now)),
                now);
    }

    private static Effect withdraw(Task task, TaskState.AwaitingApproval waiting, String because, Instant now) {
        return new Effect.Withdraw(
                waiting.approvalId() + ":withdrawn",
                new ApprovalWithdrawn(waiting.approvalId(), task.tenant(), because, now));
    }
}
