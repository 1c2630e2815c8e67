package dev.signalbox.session.domain.webhooks;

import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.workflow.WorkflowProgressed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What webhooks can be told of. */
public final class WebhookEvents {

    public static final String APPROVAL_REQUESTED = "approval.requested";
    public static final String APPROVAL_DECIDED = "approval.decided";
    public static final String WORKFLOW_ENDED = "workflow.ended";
    public static final String SESSION_ENDED = "session.ended";
    public static final String TASK_ENDED = "task.ended";

    /** All types. */
    public static final List<String> ALL =
            List.of(APPROVAL_REQUESTED, APPROVAL_DECIDED, WORKFLOW_ENDED, SESSION_ENDED, TASK_ENDED);
    /** What a webhook is told of that names nothing: tasks are many. */
    public static final List<String> USUAL =
            List.of(APPROVAL_REQUESTED, APPROVAL_DECIDED, WORKFLOW_ENDED, SESSION_ENDED);

    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "refused", "expired");

    private WebhookEvents() {}

    /**
     * An event as a webhook is told it.
     *
     * @param type one of {@link #ALL}
     * @param at when it happened
     * @param data the event
     */
    public record Told(String type, Instant at, Object data) {}

    /** The type of a record's class; absent where webhooks are not told of it. */
    public static @Nullable String type(Class<?> body) {
        if (body == ApprovalRequested.class) {
            return APPROVAL_REQUESTED;
        }
        if (body == ApprovalDecided.class) {
            return APPROVAL_DECIDED;
        }
        if (body == WorkflowProgressed.class) {
            return WORKFLOW_ENDED;
        }
        if (body == SessionEnded.class) {
            return SESSION_ENDED;
        }
        return TaskEnded.class.isAssignableFrom(body) ? TASK_ENDED : null;
    }

    /** A record as it is told; empty where there is nothing to tell. */
    public static Optional<Told> told(Object body) {
        return switch (body) {
            case ApprovalRequested asked -> Optional.of(new Told(APPROVAL_REQUESTED, asked.at(), asked));
            case ApprovalDecided decided -> Optional.of(new Told(APPROVAL_DECIDED, decided.at(), decided));
            case WorkflowProgressed progressed ->
                progressed.step() == null && ENDS.contains(progressed.status())
                        ? Optional.of(new Told(WORKFLOW_ENDED, progressed.at(), progressed))
                        : Optional.empty();
            case SessionEnded ended -> Optional.of(new Told(SESSION_ENDED, ended.at(), ended));
            case TaskEnded ended -> Optional.of(new Told(TASK_ENDED, ended.at(), summary(ended)));
            default -> Optional.empty();
        };
    }

    /** Without output, files and answer, which may be megabytes: who wants them asks for the task. */
    private static Map<String, Object> summary(TaskEnded ended) {
        TaskResult result = ended.result();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("taskId", ended.taskId());
        summary.put("status", result.status());
        summary.put("cost", result.cost());
        summary.put("attempts", result.attempts().size());
        if (result.route() != null) {
            summary.put("route", result.route());
        }
        if (result.exitCode() != null) {
            summary.put("exitCode", result.exitCode());
        }
        if (result.problem() != null) {
            summary.put("problem", result.problem());
        }
        return summary;
    }
}
