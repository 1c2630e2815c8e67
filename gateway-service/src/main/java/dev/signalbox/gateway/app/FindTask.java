package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds a task of a tenant. The task of another tenant does not exist. */
@ApplicationScoped
public class FindTask {

    private final Tasks tasks;
    private final AcceptedTasks accepted;

    public FindTask(Tasks tasks, AcceptedTasks accepted) {
        this.tasks = tasks;
        this.accepted = accepted;
    }

    /** The task, or a {@link Refusal} that says that there is none. */
    public Uni<TaskView> find(TenantId tenant, TaskId taskId) {
        return tasks.find(taskId)
                .chain(known -> known.isPresent() ? Uni.createFrom().item(known) : accepted.find(taskId))
                .map(found -> found.filter(view -> view.tenant().equals(tenant))
                        .orElseThrow(() -> Refusal.unknownTask(taskId)));
    }

    /** The task as session-service has it; empty while only the edge knows of it. */
    public Uni<Optional<TaskView>> taken(TenantId tenant, TaskId taskId) {
        return tasks.find(taskId)
                .map(found -> found.filter(view -> view.tenant().equals(tenant)));
    }
}
