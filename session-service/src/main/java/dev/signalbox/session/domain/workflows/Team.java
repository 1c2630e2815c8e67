package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import java.util.Optional;

/**
 * The agents of a workflow and who does what.
 *
 * @param agents the dynamic agents
 * @param taskAssignments names of the steps of each agent
 */
public record Team(
        List<TeamAgent> agents,
        @JsonAlias("task_assignments") List<Assignment> taskAssignments) {

    /** The steps of an agent. */
    public record Assignment(String agent, List<String> tasks) {

        @SuppressWarnings("NullAway") // absent in JSON arrives as null
        public Assignment {
            agent = agent == null ? "" : agent.strip();
            tasks = tasks == null
                    ? List.of()
                    : tasks.stream().map(String::strip).toList();
        }
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public Team {
        agents = agents == null ? List.of() : List.copyOf(agents);
        taskAssignments = taskAssignments == null ? List.of() : List.copyOf(taskAssignments);
    }

    /** The agent of that name. */
    public Optional<TeamAgent> named(String name) {
        return agents.stream().filter(agent -> agent.name().equals(name)).findFirst();
    }

    /** Who does the step. */
    public Optional<String> assignedTo(String step) {
        return taskAssignments.stream()
                .filter(one -> one.tasks().contains(step))
                .map(Assignment::agent)
                .findFirst();
    }
}
