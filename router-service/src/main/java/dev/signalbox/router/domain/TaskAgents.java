package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.task.TaskRequested;
import java.util.List;

/**
 * What a request says of agents beside the one that the client names.
 *
 * @param own agents that exist for this task only
 * @param among the only agents that may work on it; any when empty
 * @param seed the task's identifier, by which it gets its share of the versions on trial
 */
public record TaskAgents(List<AgentDeployed> own, List<AgentId> among, String seed) {

    /** All that are deployed. */
    public static final TaskAgents ANY = new TaskAgents(List.of(), List.of(), "");

    public TaskAgents {
        own = List.copyOf(own);
        among = List.copyOf(among);
    }

    /** Those of a request. */
    public static TaskAgents of(TaskRequested request) {
        return new TaskAgents(
                request.agents(),
                request.among(),
                request.taskId() == null ? "" : request.taskId().value());
    }
}
