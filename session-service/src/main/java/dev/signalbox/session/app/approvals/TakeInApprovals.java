package dev.signalbox.session.app.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.session.app.documents.EventListener;
import dev.signalbox.session.domain.approvals.Approval;
import dev.signalbox.session.domain.approvals.ApprovalIds;
import dev.signalbox.session.domain.approvals.ApprovalRules;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fills the inbox from what happens. */
public final class TakeInApprovals implements EventListener {

    private static final int MOST_CALLS = 2_000;

    private final Approvals approvals;
    private final Askers askers;
    /** Tasks whose agents ask: when one ends nobody needs to decide any more. */
    private final Map<String, Set<ApprovalId>> asking = new ConcurrentHashMap<>();

    public TakeInApprovals(Approvals approvals, Askers askers) {
        this.approvals = approvals;
        this.askers = askers;
    }

    @Override
    public boolean wants(Class<?> body, String key) {
        return body == ApprovalRequested.class
                || body == ApprovalWithdrawn.class
                || body == TaskAwaitingApproval.class
                || body == TaskQuestion.class
                || TaskEnded.class.isAssignableFrom(body) && asking.containsKey(key);
    }

    @Override
    public void happened(String topic, Envelope envelope) {
        switch (envelope.body()) {
            case ApprovalRequested asked -> approvals.takeIn(asked, false);
            case ApprovalWithdrawn withdrawn -> approvals.withdraw(withdrawn);
            case TaskAwaitingApproval waiting -> approvals.takeIn(waiting.approval(), true);
            case TaskQuestion question -> asked(question);
            case TaskEnded ended -> ended(ended);
            default -> {
                // Of interest to somebody else.
            }
        }
    }

    /** Questions in words are answered as ever; only calls of tools are decided here. */
    private void asked(TaskQuestion question) {
        ProposedCall call = question.call();
        if (call == null) {
            return;
        }
        TaskId task = question.taskId();
        Askers.Asker asker = askers.find(task)
                .orElseThrow(() -> new IllegalStateException("a task that is not known asks: " + task));
        ApprovalId id = ApprovalRules.ofQuestion(task, question.questionId());
        JsonNode details = Json.mapper().valueToTree(call);
        approvals.takeIn(
                new ApprovalRequested(
                        id,
                        asker.tenant(),
                        ApprovalKind.TOOL_CALL,
                        new ApprovalSubject(
                                task, question.attempt(), question.questionId(), asker.session(), null, asker.agent()),
                        "Call the tool " + call.tool(),
                        question.question(),
                        details,
                        ApprovalIds.hash(details),
                        question.expiresAt(),
                        question.at()),
                true);
        remember(task, id);
    }

    private void remember(TaskId task, ApprovalId id) {
        asking.computeIfAbsent(task.value(), ignored -> ConcurrentHashMap.newKeySet())
                .add(id);
    }

    private void ended(TaskEnded ended) {
        Set<ApprovalId> open = asking.get(ended.taskId().value());
        if (open == null) {
            return;
        }
        askers.find(ended.taskId())
                .ifPresent(asker -> open.forEach(id -> approvals.withdraw(
                        new ApprovalWithdrawn(id, asker.tenant(), "the task has ended", ended.at()))));
        asking.remove(ended.taskId().value());
    }

    /** Looks which tasks ask, also those that another instance has taken in; to be called now and then. */
    public void lookAround() {
        var pending = approvals.pendingCalls(MOST_CALLS);
        for (Approval call : pending) {
            remember(Objects.requireNonNull(call.subject().taskId()), call.approvalId());
        }
        Set<ApprovalId> open = ConcurrentHashMap.newKeySet();
        pending.forEach(call -> open.add(call.approvalId()));
        asking.values().removeIf(ids -> ids.stream().noneMatch(open::contains));
    }
}
