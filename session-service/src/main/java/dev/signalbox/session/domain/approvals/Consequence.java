package dev.signalbox.session.domain.approvals;

import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.DecideApproval;

/** What follows from a decision. */
public sealed interface Consequence {

    /** Everybody is told. */
    record Announce(ApprovalDecided decided) implements Consequence {}

    /** The task that waits goes on or fails. */
    record Decide(DecideApproval command) implements Consequence {}

    /** The agent that asks gets its answer. */
    record Answer(AnswerQuestion command) implements Consequence {}
}
