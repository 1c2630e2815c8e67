package dev.signalbox.session.domain.workflows;

import dev.signalbox.session.domain.workflows.Plan.PlannedStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Whether a team can do a plan. */
public final class TeamCheck {

    /** The function registry: tools that executors have and that make sense in a team without a human at hand. */
    public static final Set<String> TOOLS = Set.of(
            "run_command",
            "read_file",
            "write_file",
            "edit_file",
            "list_files",
            "search_code",
            "web_fetch",
            "message_agent",
            "ask_human");

    private static final int MOST_PROMPT = 32_000;
    private static final int MOST_SKILLS = 32;
    private static final Pattern SKILL = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} .+#/_-]{0,63}");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");

    private TeamCheck() {}

    /** What is wrong, in words that a generator can use; empty when nothing is. */
    public static List<String> problems(Plan plan, Team team) {
        List<String> problems = new ArrayList<>();
        int size = team.agents().size();
        if (size < PlanCheck.FEWEST_AGENTS || size > PlanCheck.MOST_AGENTS) {
            problems.add("a team has " + PlanCheck.FEWEST_AGENTS + " to " + PlanCheck.MOST_AGENTS
                    + " agents, this one has " + size);
        }
        Set<String> slugs = new HashSet<>();
        for (TeamAgent agent : team.agents()) {
            if (agent.name().isBlank() || agent.name().length() > 100) {
                problems.add("each agent has a name of at most 100 characters");
            } else if (!slugs.add(TeamAgent.slug(agent.name()))) {
                problems.add("the name of the agent \"" + agent.name()
                        + "\" is another one's, or differs by case or punctuation only");
            }
            problems(agent, problems);
        }
        for (PlannedStep step : plan.steps()) {
            if (step.code() == null) {
                assigned(team, step, problems);
            }
        }
        team.taskAssignments().forEach(assignment -> unknown(plan, team, assignment, problems));
        for (TeamAgent agent : team.agents()) {
            if (team.taskAssignments().stream()
                    .noneMatch(one ->
                            one.agent().equals(agent.name()) && !one.tasks().isEmpty())) {
                problems.add("the agent \"" + agent.name() + "\" has no task");
            }
        }
        return problems.stream().distinct().toList();
    }

    private static void problems(TeamAgent agent, List<String> problems) {
        String the = "the agent \"" + agent.name() + "\" ";
        if (agent.systemPrompt().isBlank() || agent.systemPrompt().length() > MOST_PROMPT) {
            problems.add(the + "needs a system_prompt of at most " + MOST_PROMPT + " characters");
        }
        if (agent.type().isBlank() || agent.type().length() > 100) {
            problems.add(the + "needs a type of at most 100 characters");
        }
        Set<String> unknown = new TreeSet<>(agent.tools());
        unknown.removeAll(TOOLS);
        if (!unknown.isEmpty()) {
            problems.add(the + "names tools that there are not: " + String.join(", ", unknown) + "; there are "
                    + String.join(", ", new TreeSet<>(TOOLS)));
        }
        if (agent.skills().size() > MOST_SKILLS
                || agent.skills().stream()
                        .anyMatch(skill -> !SKILL.matcher(skill).matches())) {
            problems.add(the + "has skills that are no short names, or more than " + MOST_SKILLS);
        }
        if (agent.model() != null && !MODEL.matcher(agent.model()).matches()) {
            problems.add(the + "names a model that is neither an alias nor an id");
        }
    }

    private static void assigned(Team team, PlannedStep step, List<String> problems) {
        long times = team.taskAssignments().stream()
                .filter(one -> one.tasks().contains(step.name()))
                .count();
        if (times != 1) {
            problems.add("the step \"" + step.name() + "\" is assigned " + times + " times; it is done by one agent");
        }
    }

    private static void unknown(Plan plan, Team team, Team.Assignment assignment, List<String> problems) {
        if (team.named(assignment.agent()).isEmpty()) {
            problems.add("tasks are assigned to \"" + assignment.agent() + "\", who is not in the team");
        }
        for (String task : assignment.tasks()) {
            if (plan.steps().stream().noneMatch(step -> step.name().equals(task) && step.code() == null)) {
                problems.add("\"" + task + "\" is assigned and is no step of the plan for an agent");
            }
        }
    }
}
