package dev.signalbox.session.domain.approvals;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.DecideApproval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** The life of an approval: asked, decided once, or over without a decision. */
public final class ApprovalRules {

    private ApprovalRules() {}

    /**
     * It is asked.
     *
     * @return what is kept from now on; absent where that changes nothing
     */
    public static Optional<Approval> asked(Optional<Approval> known, ApprovalRequested asked) {
        Approval fresh = Approval.of(asked);
        if (known.isEmpty()) {
            return Optional.of(fresh);
        }
        Approval early = known.get();
        if (early.hash().isEmpty() && !asked.hash().isEmpty()) {
            // It was withdrawn before it came in: the two come by different ways.
            return Optional.of(
                    fresh.decided(ApprovalDecision.WITHDRAWN, null, null, null, early.comment(), early.requestedAt()));
        }
        return Optional.empty();
    }

    /** A human decides. The same decision again is the same; another one comes too late. */
    public static Verdict decide(Approval approval, Wish wish, Predicate<AgentId> taken, Instant now) {
        ApprovalScope scope = scope(approval, wish);
        if (wish.hash() != null && !wish.hash().equalsIgnoreCase(approval.hash())) {
            return refused(
                    ProblemType.CONFLICT,
                    "What is asked is not what you saw: its hash is " + approval.hash() + ". Look at it again.");
        }
        if (!approval.pending()) {
            return approval.decision() == (wish.grant() ? ApprovalDecision.GRANTED : ApprovalDecision.REFUSED)
                            && Objects.equals(approval.scope(), wish.grant() ? scope : null)
                    ? new Verdict.Repeated(approval)
                    : refused(ProblemType.CONFLICT, already(approval));
        }
        if (!now.isBefore(approval.expiresAt())) {
            return refused(ProblemType.CONFLICT, "It expired at " + approval.expiresAt() + ".");
        }
        if (wish.grant() && scope == ApprovalScope.PERMANENTLY && approval.kind() != ApprovalKind.AGENT_PROPOSAL) {
            return refused(
                    ProblemType.INVALID_REQUEST, "Only a proposed agent can be granted permanently; grant it once.");
        }
        if (wish.grant() && scope == ApprovalScope.ONCE && nothingWaits(approval)) {
            return refused(
                    ProblemType.INVALID_REQUEST, "No task waits for this agent: grant it permanently, or refuse it.");
        }
        if (!wish.grant()) {
            Approval refusal = approval.decided(ApprovalDecision.REFUSED, null, null, wish.by(), wish.comment(), now);
            return new Verdict.Made(refusal, consequences(refusal, now));
        }
        AgentDeployed agent =
                approval.kind() == ApprovalKind.AGENT_PROPOSAL ? GrantedAgent.of(approval, scope, taken, now) : null;
        Approval granted = approval.decided(ApprovalDecision.GRANTED, scope, agent, wish.by(), wish.comment(), now);
        return new Verdict.Made(granted, consequences(granted, now));
    }

    private static ApprovalScope scope(Approval approval, Wish wish) {
        if (wish.scope() != null) {
            return wish.scope();
        }
        return nothingWaits(approval) ? ApprovalScope.PERMANENTLY : ApprovalScope.ONCE;
    }

    private static boolean nothingWaits(Approval approval) {
        return approval.kind() == ApprovalKind.AGENT_PROPOSAL
                && approval.subject().taskId() == null;
    }

    private static Verdict refused(ProblemType type, String detail) {
        return new Verdict.Refused(type.because(detail));
    }

    private static String already(Approval approval) {
        StringBuilder words =
                new StringBuilder("It was ").append(approval.status().name().toLowerCase(Locale.ROOT));
        if (approval.scope() != null) {
            words.append(' ').append(approval.scope().name().toLowerCase(Locale.ROOT));
        }
        if (approval.decidedBy() != null) {
            words.append(" by ").append(approval.decidedBy());
        }
        return words.append(" at ").append(approval.decidedAt()).append('.').toString();
    }

    /** Nobody decided in time; absent where it is not over yet, or decided. */
    public static Optional<Verdict.Made> expire(Approval approval, Instant now) {
        if (!approval.pending() || now.isBefore(approval.expiresAt())) {
            return Optional.empty();
        }
        Approval expired = approval.decided(ApprovalDecision.EXPIRED, null, null, null, null, now);
        return Optional.of(new Verdict.Made(expired, consequences(expired, now)));
    }

    /** What asked no longer does; absent where it was decided before. */
    public static Optional<Verdict.Made> withdraw(Optional<Approval> known, ApprovalWithdrawn withdrawn) {
        if (known.isEmpty()) {
            Approval early = Approval.of(new ApprovalRequested(
                            withdrawn.approvalId(),
                            withdrawn.tenant(),
                            ApprovalKind.AGENT_PROPOSAL,
                            ApprovalSubject.nothing(),
                            "",
                            "",
                            NullNode.getInstance(),
                            "",
                            withdrawn.at(),
                            withdrawn.at()))
                    .decided(ApprovalDecision.WITHDRAWN, null, null, null, withdrawn.because(), withdrawn.at());
            return Optional.of(new Verdict.Made(early, List.of()));
        }
        return known.filter(Approval::pending).map(approval -> {
            Approval over =
                    approval.decided(ApprovalDecision.WITHDRAWN, null, null, null, withdrawn.because(), withdrawn.at());
            return new Verdict.Made(over, List.of(new Consequence.Announce(announcement(over, withdrawn.at()))));
        });
    }

    private static List<Consequence> consequences(Approval decided, Instant now) {
        List<Consequence> consequences = new ArrayList<>();
        TaskId task = decided.subject().taskId();
        if (task != null && decided.kind() == ApprovalKind.AGENT_PROPOSAL) {
            consequences.add(new Consequence.Decide(new DecideApproval(
                    task,
                    Objects.requireNonNullElse(decided.subject().attempt(), 1),
                    decided.approvalId(),
                    Objects.requireNonNull(decided.decision()),
                    decided.agent(),
                    decided.decidedBy(),
                    decided.comment(),
                    now)));
        }
        String question = decided.subject().questionId();
        if (task != null && question != null && decided.decision() != ApprovalDecision.EXPIRED) {
            // When nobody answers the executor goes on by itself.
            consequences.add(new Consequence.Answer(new AnswerQuestion(task, question, answer(decided), now)));
        }
        consequences.add(new Consequence.Announce(announcement(decided, now)));
        return consequences;
    }

    private static String answer(Approval decided) {
        if (decided.decision() == ApprovalDecision.GRANTED) {
            return ProposedCall.PERMITTED;
        }
        String comment = decided.comment();
        return "Refused by " + Objects.requireNonNullElse(decided.decidedBy(), "a human")
                + (comment == null || comment.isBlank() ? "." : ": " + comment);
    }

    private static ApprovalDecided announcement(Approval decided, Instant at) {
        return new ApprovalDecided(
                decided.approvalId(),
                decided.tenant(),
                decided.kind(),
                decided.subject(),
                Objects.requireNonNull(decided.decision()),
                decided.scope(),
                decided.details(),
                decided.hash(),
                decided.decidedBy(),
                decided.comment(),
                at);
    }

    /** The name of what an agent asks about a call. */
    public static ApprovalId ofQuestion(TaskId task, String question) {
        return ApprovalIds.of(task + ":" + question);
    }
}
