package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskResult.AttemptSummary;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the ends of tasks say about versions of agents. */
public final class Evidence {

    /** Ended for a reason of the agent's own; a lost worker or a stop says nothing about it. */
    private static final Set<Outcome> COUNTED =
            Set.of(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.TIMED_OUT, Outcome.LIMIT_EXCEEDED);

    private Evidence() {}

    /**
     * An attempt that a version worked on.
     *
     * @param validation whether it was one of the workbench's own tasks
     * @param cost in dollars
     * @param seconds of its run; of the last attempt only, because events tell no other
     */
    public record Run(
            String taskId,
            int attempt,
            String agentId,
            int version,
            String taskClass,
            boolean validation,
            boolean success,
            double cost,
            @Nullable Double seconds) {}

    /** Those of a task that can be counted; none where no agent worked. */
    public static List<Run> of(TaskEnded ended) {
        TaskResult result = ended.result();
        List<Run> runs = new ArrayList<>();
        List<AttemptSummary> attempts = result.attempts();
        for (int i = 0; i < attempts.size(); i++) {
            AttemptSummary attempt = attempts.get(i);
            AgentId agent = attempt.route().agent();
            Integer version = attempt.route().agentVersion();
            if (agent == null || version == null || attempt.outcome() == null || !COUNTED.contains(attempt.outcome())) {
                continue;
            }
            boolean last = i == attempts.size() - 1;
            runs.add(new Run(
                    ended.taskId().value(),
                    attempt.attempt(),
                    agent.value(),
                    version,
                    attempt.taskClass() == null ? "unknown" : attempt.taskClass(),
                    ended.taskId().value().startsWith(WorkbenchTasks.PREFIX),
                    attempt.outcome() == Outcome.SUCCEEDED,
                    attempt.cost().total().usd().doubleValue(),
                    last ? (Double) (result.timings().run().toMillis() / 1000.0) : null));
        }
        return runs;
    }
}
