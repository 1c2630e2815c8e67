package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks for a task to be cancelled. Asking again changes nothing. */
@ApplicationScoped
public class StopTask {

    private final FindTask find;
    private final TaskLog log;
    private final InstantSource clock;

    public StopTask(FindTask find, TaskLog log, InstantSource clock) {
        this.find = find;
        this.log = log;
        this.clock = clock;
    }

    /** The task as it was when the log took the command; a {@link Refusal} where it is unknown or has ended. */
    public Uni<TaskView> stop(Caller caller, TaskId taskId, @Nullable String reason) {
        return find.find(caller.tenant(), taskId)
                .invoke(StopTask::refuseEnded)
                .call(() -> log.cancel(new CancelTask(taskId, reason, clock.instant()), caller.trace()));
    }

    static void refuseEnded(TaskView view) {
        if (view.status().ended()) {
            String status = view.status().name().toLowerCase(Locale.ROOT);
            throw Refusal.of(ProblemType.CONFLICT, "the task has ended already: " + status);
        }
    }
}
