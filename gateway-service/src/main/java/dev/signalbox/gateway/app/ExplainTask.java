package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.DecisionRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Finds why a task was routed as it was. */
@ApplicationScoped
public class ExplainTask {

    private final FindTask find;
    private final Tasks tasks;

    public ExplainTask(FindTask find, Tasks tasks) {
        this.find = find;
        this.tasks = tasks;
    }

    /**
     * The decision.
     *
     * @param attempt which attempt's; the last one's when absent
     */
    public Uni<DecisionRecord> explain(TenantId tenant, TaskId taskId, @Nullable Integer attempt) {
        return find.find(tenant, taskId)
                .chain(view -> tasks.decision(taskId, attempt))
                .map(found -> found.orElseThrow(() -> undecided(taskId, attempt)));
    }

    private static Refusal undecided(TaskId taskId, @Nullable Integer attempt) {
        String which = attempt == null ? "" : " for attempt " + attempt;
        return Refusal.of(ProblemType.NOT_FOUND, "there is no decision" + which + " of task " + taskId + " (yet)");
    }
}
