package dev.signalbox.session.domain.workflows;

import dev.signalbox.session.domain.workflows.Plan.PlannedStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether a plan can be followed at all. */
public final class PlanCheck {

    static final int FEWEST_AGENTS = 2;
    static final int MOST_AGENTS = 20;
    static final int MOST_STEPS = 40;
    private static final int MOST_NAME = 100;
    private static final int MOST_TEXT = 20_000;

    private PlanCheck() {}

    /** What is wrong, in words that a planner can use; empty when nothing is. */
    public static List<String> problems(Plan plan) {
        List<String> problems = new ArrayList<>();
        if (plan.steps().isEmpty() || plan.steps().size() > MOST_STEPS) {
            problems.add("a plan has 1 to " + MOST_STEPS + " steps, this one has "
                    + plan.steps().size());
        }
        int agents = plan.agents().size();
        if (agents < FEWEST_AGENTS || agents > MOST_AGENTS) {
            problems.add("a team has " + FEWEST_AGENTS + " to " + MOST_AGENTS + " agents, the steps name " + agents);
        }
        Set<String> slugs = new HashSet<>();
        plan.agents().stream()
                .filter(agent -> agent.length() > MOST_NAME || !slugs.add(TeamAgent.slug(agent)))
                .forEach(agent -> problems.add("the agent \"" + agent + "\" has a name that is too long or differs from"
                        + " another one by case or punctuation only"));
        Set<String> names = new HashSet<>();
        for (PlannedStep step : plan.steps()) {
            if (step.name().isBlank() || step.name().length() > MOST_NAME) {
                problems.add("each step has a name of at most " + MOST_NAME + " characters");
            } else if (!names.add(step.name().toLowerCase(Locale.ROOT))) {
                problems.add("two steps are named \"" + step.name() + "\"");
            }
        }
        plan.steps().forEach(step -> problems(plan, step, problems));
        if (problems.isEmpty()) {
            List<String> circle = circle(plan);
            if (!circle.isEmpty()) {
                problems.add("these steps wait for each other: " + String.join(", ", circle));
            }
        }
        return List.copyOf(problems);
    }

    private static void problems(Plan plan, PlannedStep step, List<String> problems) {
        String the = "the step \"" + step.name() + "\" ";
        if (step.agent() == null && step.code() == null) {
            problems.add(the + "has no agent");
        }
        if (step.description().isBlank() && step.code() == null) {
            problems.add(the + "does not say what is to be done");
        }
        if (step.doneWhen().isBlank()) {
            problems.add(the + "does not say when it is done");
        }
        if (step.description().length() + step.doneWhen().length() > MOST_TEXT
                || (step.code() != null && step.code().length() > MOST_TEXT)) {
            problems.add(the + "is longer than " + MOST_TEXT + " characters");
        }
        for (String other : step.dependsOn()) {
            if (other.equals(step.name())) {
                problems.add(the + "depends on itself");
            } else if (plan.steps().stream().noneMatch(one -> one.name().equals(other))) {
                problems.add(the + "depends on \"" + other + "\", which is no step");
            }
        }
    }

    /** Takes away the steps that could be done until none can; what is left waits for itself. */
    private static List<String> circle(Plan plan) {
        Map<String, Set<String>> waiting = new HashMap<>();
        plan.steps().forEach(step -> waiting.put(step.name(), new HashSet<>(step.dependsOn())));
        boolean went = true;
        while (went) {
            Set<String> ready = new HashSet<>();
            waiting.forEach((name, needs) -> {
                if (needs.isEmpty()) {
                    ready.add(name);
                }
            });
            ready.forEach(waiting::remove);
            waiting.values().forEach(needs -> needs.removeAll(ready));
            went = !ready.isEmpty();
        }
        return waiting.keySet().stream().sorted().toList();
    }
}
