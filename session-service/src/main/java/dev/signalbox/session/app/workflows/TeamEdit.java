package dev.signalbox.session.app.workflows;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.signalbox.contracts.Money;
import dev.signalbox.session.domain.workflows.Plan;
import dev.signalbox.session.domain.workflows.Team;
import dev.signalbox.session.domain.workflows.TeamAgent;
import dev.signalbox.session.domain.workflows.Workflow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a team before it works; what is absent stays as it is.
 *
 * @param agents all agents of the team
 * @param taskAssignments all assignments; by the agents that the steps name where they are absent and steps are given
 * @param steps all steps
 * @param budget another budget
 */
public record TeamEdit(
        @Nullable List<TeamAgent> agents,
        @JsonAlias("task_assignments") @Nullable List<Team.Assignment> taskAssignments,
        @Nullable List<Plan.PlannedStep> steps,
        @Nullable Money budget) {

    @Nullable
    Plan plan(Workflow workflow) {
        return steps == null
                ? null
                : new Plan(workflow.plan() == null ? "" : workflow.plan().summary(), steps);
    }

    @Nullable
    Team team(Workflow workflow) {
        Team before = workflow.team();
        if (before == null || (agents == null && taskAssignments == null && steps == null)) {
            return null;
        }
        List<Team.Assignment> assignments =
                taskAssignments != null ? taskAssignments : steps == null ? before.taskAssignments() : byAgents(steps);
        return new Team(agents == null ? before.agents() : agents, assignments);
    }

    private static List<Team.Assignment> byAgents(List<Plan.PlannedStep> steps) {
        return steps.stream()
                .map(Plan.PlannedStep::agent)
                .filter(Objects::nonNull)
                .distinct()
                .map(agent -> new Team.Assignment(
                        agent,
                        steps.stream()
                                .filter(step -> agent.equals(step.agent()) && step.code() == null)
                                .map(Plan.PlannedStep::name)
                                .toList()))
                .toList();
    }
}
