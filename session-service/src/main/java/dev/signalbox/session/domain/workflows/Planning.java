package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** From the goal to a team: plan, check, agents; each with few tries. */
final class Planning {

    static final String NO_MODEL = "planned from templates: no model provider";

    private Planning() {}

    static void plan(Draft draft) {
        draft.planTry++;
        TaskId id = draft.task("plan:" + draft.planTry);
        draft.open = id;
        draft.enter(WorkflowStatus.PLANNING, null);
        draft.request(id, Tasks.plan(draft, id));
        draft.tell(
                draft.planTry == 1
                        ? "The planner is dividing the goal into steps"
                        : "The planner is making plan " + draft.planTry + " of " + draft.policy.planTries());
    }

    /** The task of planner, checker or generator ended. */
    static void ended(Draft draft, Ended ended) {
        draft.open = null;
        draft.planningCost = draft.planningCost.plus(ended.cost());
        switch (draft.status) {
            case PLANNING -> planned(draft, ended);
            case CHECKING -> checked(draft, ended);
            case GENERATING -> generated(draft, ended);
            case QUOTING, AWAITING_APPROVAL, RUNNING, PAUSED, COMPLETED, FAILED, CANCELLED, REFUSED, EXPIRED -> {
                // It was stopped; only its cost counts.
            }
        }
    }

    private static void planned(Draft draft, Ended ended) {
        if (!ended.succeeded() && ended.withoutModel()) {
            fromTemplates(draft, ended);
            return;
        }
        JsonNode answer = ended.structured();
        if (!ended.succeeded() || answer == null) {
            again(draft, ended, List.of("The planner gave no plan: " + ended.why()));
            return;
        }
        Plan plan = Answers.plan(answer);
        List<String> problems = PlanCheck.problems(plan);
        if (!problems.isEmpty()) {
            again(draft, ended, problems);
            return;
        }
        draft.plan = plan;
        draft.feedback = List.of();
        draft.tell("The plan has " + plan.steps().size() + " steps for "
                + plan.agents().size() + " specialists");
        if (!draft.policy.checkPlans()) {
            generate(draft);
            return;
        }
        TaskId id = draft.task("plan:" + draft.planTry + ":check");
        draft.open = id;
        draft.enter(WorkflowStatus.CHECKING, null);
        draft.request(id, Tasks.checkPlan(draft, id, plan));
        draft.tell("A reviewer is looking for gaps in the plan");
    }

    private static void checked(Draft draft, Ended ended) {
        JsonNode answer = ended.structured();
        if (!ended.succeeded() || answer == null) {
            if (ended.is(ProblemType.BUDGET_EXCEEDED, ProblemType.SESSION_ENDED)) {
                draft.enter(WorkflowStatus.FAILED, ended.why());
                draft.tell("Failed while the plan was checked: " + ended.why());
                return;
            }
            draft.tell("The plan was checked for its form only: " + ended.why());
            generate(draft);
            return;
        }
        Answers.Verdict verdict = Answers.verdict(answer);
        if (verdict.passed()) {
            draft.tell("The plan passed its check");
            generate(draft);
        } else {
            again(draft, ended, verdict.feedback());
        }
    }

    private static void again(Draft draft, Ended ended, List<String> feedback) {
        draft.feedback = feedback;
        if (draft.planTry >= draft.policy.planTries() || ended.hopeless()) {
            String why = "no plan passed its check in " + draft.planTry + (draft.planTry == 1 ? " try: " : " tries: ")
                    + String.join("; ", feedback);
            draft.enter(WorkflowStatus.FAILED, why);
            draft.tell("Failed: " + why);
            return;
        }
        draft.tell("The plan did not pass its check: " + String.join("; ", feedback));
        plan(draft);
    }

    private static void fromTemplates(Draft draft, Ended ended) {
        draft.templates = NO_MODEL + " (" + ended.why() + ")";
        Plan plan = PlanTemplates.forGoal(draft.before.request().goal());
        draft.plan = plan;
        draft.tell(
                "Planned from templates, " + plan.steps().size() + " steps: no model provider (" + ended.why() + ")");
        teamed(draft, plan, TeamTemplates.forPlan(plan));
    }

    private static void generate(Draft draft) {
        Plan plan = draft.plan;
        if (plan == null) {
            throw new IllegalStateException("a team without a plan: " + draft.before.id());
        }
        draft.teamTry++;
        TaskId id = draft.task("team:" + draft.teamTry);
        draft.open = id;
        draft.enter(WorkflowStatus.GENERATING, null);
        draft.request(id, Tasks.team(draft, id, plan));
        draft.tell("The agents of the team are being made");
    }

    private static void generated(Draft draft, Ended ended) {
        Plan plan = draft.plan;
        if (plan == null) {
            throw new IllegalStateException("a team without a plan: " + draft.before.id());
        }
        if (!ended.succeeded() && ended.withoutModel()) {
            draft.templates = "team from templates: no model provider (" + ended.why() + ")";
            draft.tell("The team comes from templates: no model provider (" + ended.why() + ")");
            teamed(draft, plan, TeamTemplates.forPlan(plan));
            return;
        }
        JsonNode answer = ended.structured();
        List<String> problems = new ArrayList<>();
        Team team = new Team(List.of(), List.of());
        if (!ended.succeeded() || answer == null) {
            problems.add("The generator gave no team: " + ended.why());
        } else {
            team = Answers.team(answer);
            problems.addAll(TeamCheck.problems(plan, team));
        }
        if (problems.isEmpty()) {
            teamed(draft, plan, team);
            return;
        }
        draft.feedback = problems;
        if (draft.teamTry >= draft.policy.planTries() || ended.hopeless()) {
            String why = "no team was valid in " + draft.teamTry + (draft.teamTry == 1 ? " try: " : " tries: ")
                    + String.join("; ", problems);
            draft.enter(WorkflowStatus.FAILED, why);
            draft.tell("Failed: " + why);
            return;
        }
        draft.tell("The team was not valid: " + String.join("; ", problems));
        generate(draft);
    }

    /** There is a plan and a team for it: what will it cost? */
    static void teamed(Draft draft, Plan plan, Team team) {
        draft.plan = plan;
        draft.team = team;
        draft.feedback = List.of();
        draft.revision++;
        draft.steps = new ArrayList<>();
        for (Plan.PlannedStep step : plan.steps()) {
            String agent = step.code() == null ? team.assignedTo(step.name()).orElse(step.agent()) : null;
            List<String> needs =
                    step.dependsOn().stream().map(name -> id(plan, name)).toList();
            draft.steps.add(Step.waiting(id(plan, step.name()), step, agent, needs));
        }
        draft.enter(WorkflowStatus.QUOTING, draft.templates);
        draft.quoteAfter = null;
        draft.tell("The team is "
                + String.join(", ", team.agents().stream().map(TeamAgent::name).toList())
                + "; its price is being asked");
    }

    private static String id(Plan plan, String name) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i).name().equals(name)) {
                return "s" + (i + 1);
            }
        }
        throw new IllegalArgumentException("\"" + name + "\" is no step");
    }
}
