package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskView;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Tasks that were accepted a moment ago, known to every instance of the gateway before session-service has read them.
 * A help, not a record: it can be lost, and an entry does not prove that the log has the task.
 */
public interface AcceptedTasks {

    /** Keeps the view for an hour. Never fails: when it cannot, the task is known a moment later. */
    Uni<Void> remember(TaskView view);

    /** Takes it back when the log did not take the task. Never fails. */
    Uni<Void> forget(TaskId taskId);

    /** Empty where it is not known or cannot be read. Never fails. */
    Uni<Optional<TaskView>> find(TaskId taskId);
}
