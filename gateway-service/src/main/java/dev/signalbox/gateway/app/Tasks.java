package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.gateway.domain.TaskFilter;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks as their owner, session-service, knows them. Fails with {@link Refusal} when it does not answer. */
public interface Tasks {

    /** The task of any tenant; empty where session-service does not (yet) know it. */
    Uni<Optional<TaskView>> find(TaskId taskId);

    /** A page of the tenant's tasks. */
    Uni<TaskPage> list(TenantId tenant, TaskFilter filter);

    /**
     * The decision of one attempt.
     *
     * @param attempt its number; the last one when absent
     */
    Uni<Optional<DecisionRecord>> decision(TaskId taskId, @Nullable Integer attempt);
}
