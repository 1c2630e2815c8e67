package dev.signalbox.contracts.kafka;

import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.audit.AuditCheckpointed;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.event.TaskAccepted;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCancelling;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskDispatched;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskRetrying;
import dev.signalbox.contracts.event.TaskStarted;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.UsageMeasured;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.contracts.session.SessionAgentAdded;
import dev.signalbox.contracts.session.SessionAgentReady;
import dev.signalbox.contracts.session.SessionAgentRemoved;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionStarted;
import dev.signalbox.contracts.session.SessionWarned;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.workflow.WorkflowProgressed;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every record and version that may travel, with the CloudEvents type that names it. */
public enum RecordType {
    TASK_REQUESTED(TaskRequested.class),
    CANCEL_TASK(CancelTask.class),
    REVIEW_TASK(ReviewTask.class),
    ANSWER_QUESTION(AnswerQuestion.class),
    DECIDE_APPROVAL(DecideApproval.class),
    TASK_ROUTED(TaskRouted.class),
    TASK_REJECTED(TaskRejected.class),
    ROUTE_STATISTICS(RouteStatistics.class),
    POLICY_PUBLISHED(PolicyPublished.class),
    REPLAY_REPORT(ReplayReport.class),
    EXECUTION_REQUESTED(ExecutionRequested.class),
    STOP_EXECUTION(StopExecution.class),
    QUESTION_ANSWERED(QuestionAnswered.class),
    ATTEMPT_STARTED(AttemptStarted.class),
    OUTPUT_APPENDED(OutputAppended.class),
    TOOL_CALLED(ToolCalled.class),
    USAGE_MEASURED(UsageMeasured.class),
    QUESTION_ASKED(QuestionAsked.class),
    ATTEMPT_FINISHED(AttemptFinished.class),
    TASK_ACCEPTED(TaskAccepted.class),
    TASK_DISPATCHED(TaskDispatched.class),
    TASK_STARTED(TaskStarted.class),
    TASK_OUTPUT(TaskOutput.class),
    TASK_TOOL_CALLED(TaskToolCalled.class),
    TASK_USAGE(TaskUsage.class),
    TASK_QUESTION(TaskQuestion.class),
    TASK_AWAITING_APPROVAL(TaskAwaitingApproval.class),
    TASK_RETRYING(TaskRetrying.class),
    TASK_CANCELLING(TaskCancelling.class),
    TASK_COMPLETED(TaskCompleted.class),
    TASK_FAILED(TaskFailed.class),
    TASK_CANCELLED(TaskCancelled.class),
    SESSION_STARTED(SessionStarted.class),
    SESSION_AGENT_ADDED(SessionAgentAdded.class),
    SESSION_AGENT_READY(SessionAgentReady.class),
    SESSION_AGENT_REMOVED(SessionAgentRemoved.class),
    SESSION_MESSAGE_SENT(SessionMessageSent.class),
    SESSION_WARNED(SessionWarned.class),
    SESSION_ENDED(SessionEnded.class),
    WORKFLOW_PROGRESSED(WorkflowProgressed.class),
    APPROVAL_REQUESTED(ApprovalRequested.class),
    APPROVAL_DECIDED(ApprovalDecided.class),
    APPROVAL_WITHDRAWN(ApprovalWithdrawn.class),
    SANDBOX_HOLD(SandboxHold.class),
    HOLD_MEASURED(HoldMeasured.class),
    AGENT_STAGE_CHANGED(AgentStageChanged.class),
    AGENT_DEPLOYED(AgentDeployed.class),
    BACKEND_ANNOUNCED(BackendAnnounced.class),
    SANDBOX_INTENDED(SandboxIntended.class),
    WORKER_SEEN(WorkerSeen.class),
    AUDIT_RECORDED(AuditRecorded.class),
    AUDIT_CHECKPOINTED(AuditCheckpointed.class);

    private static final Map<String, RecordType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordType::ceType, Function.identity()));
    private static final Map<Class<?>, RecordType> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordType::body, Function.identity()));

    private final Class<?> body;
    private final String ceType;

    RecordType(Class<?> body) {
        this.body = body;
        this.ceType = "dev.signalbox." + body.getSimpleName() + ".v1";
    }

    /** The record class. */
    public Class<?> body() {
        return body;
    }

    /** The CloudEvents {@code type}, such as {@code dev.signalbox.TaskRequested.v1}. */
    public String ceType() {
        return ceType;
    }

    public static Optional<RecordType> named(String ceType) {
        return Optional.ofNullable(BY_NAME.get(ceType));
    }

    /**
     * The type of a record object.
     *
     * @throws IllegalArgumentException when the class is no record of the contracts
     */
    public static RecordType of(Object body) {
        RecordType type = BY_CLASS.get(body.getClass());
        if (type == null) {
            throw new IllegalArgumentException(body.getClass() + " is no record of the contracts");
        }
        return type;
    }
}
