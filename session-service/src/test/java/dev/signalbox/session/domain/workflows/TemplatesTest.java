package dev.signalbox.session.domain.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {

    @ParameterizedTest
    @CsvSource({
        "Build a full-stack e-commerce app, Frontend Expert",
        "Design a REST API for invoices, API Designer",
        "Analyse last year's sales data, Data Scientist",
        "Write the user manual, Editor",
        "Compare three message brokers, Sceptic",
        "Make me happy, Specialist"
    })
    void aGoalFindsItsTemplateAndTheTeamCanDoIt(String goal, String agent) {
        Plan plan = PlanTemplates.forGoal(goal);
        Team team = TeamTemplates.forPlan(plan);

        assertThat(plan.agents()).contains(agent);
        assertThat(PlanCheck.problems(plan)).isEmpty();
        assertThat(TeamCheck.problems(plan, team)).isEmpty();
        assertThat(plan.steps().getLast().code()).isNotNull();
    }

    @Test
    void aPlanThatWaitsForItselfOrForNothingIsRefused() {
        Plan circle = new Plan(
                "",
                java.util.List.of(
                        new Plan.PlannedStep("A", "do", "X", null, java.util.List.of("B"), "done"),
                        new Plan.PlannedStep("B", "do", "Y", null, java.util.List.of("A"), "done")));
        Plan lost = new Plan(
                "",
                java.util.List.of(
                        new Plan.PlannedStep("A", "do", "X", null, java.util.List.of("C"), "done"),
                        new Plan.PlannedStep("a", "do", null, null, java.util.List.of(), "")));

        assertThat(PlanCheck.problems(circle)).containsExactly("these steps wait for each other: A, B");
        assertThat(String.join("\n", PlanCheck.problems(lost)))
                .contains("2 to 20 agents, the steps name 1")
                .contains("two steps are named \"a\"")
                .contains("\"a\" has no agent")
                .contains("does not say when it is done")
                .contains("\"C\", which is no step");
    }
}
