package dev.signalbox.session.domain.workflows;

import static dev.signalbox.session.domain.workflows.ScriptedModels.answered;
import static dev.signalbox.session.domain.workflows.ScriptedModels.failed;
import static dev.signalbox.session.domain.workflows.ScriptedModels.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkflowLifecycleTest {

    private static final Set<String> TASKS = Set.of(
            "plan:1",
            "plan:1:check",
            "team:1",
            "s1:1",
            "s1:1:check",
            "s1:1:review:1",
            "s2:1",
            "s2:1:check",
            "s2:1:review:1",
            "s3:1",
            "s3:1:check",
            "s3:1:review:1",
            "s3:2",
            "s3:2:check",
            "s3:2:review:1",
            "s4:1",
            "s4:1:check",
            "s4:1:review:1",
            "s5:1",
            "s5:1:check",
            "s5:1:review:1");

    @Test
    void aGoalBecomesAPlanATeamAQuoteWorkAndAReport() {
        Played played = Played.of(ScriptedModels.failingOnce());
        played.start();
        played.endAll();

        Workflow workflow = played.workflow();
        assertThat(workflow.status()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(played.tasks()).isEqualTo(TASKS);
        assertThat(workflow.spent()).isEqualTo(Money.of("0.21"));
        WorkflowReport report = WorkflowReport.of(workflow);
        assertThat(report.steps()).extracting(WorkflowReport.StepReport::tries).containsExactly(1, 1, 2, 1, 1);
        assertThat(report.reviewFailures()).isOne();
        assertThat(report.approvedBy()).isEqualTo("ada");
        assertThat(report.cost()).isEqualTo(Money.of("0.21"));
        assertThat(played.words())
                .contains(
                        "Frontend Expert is creating React components",
                        "Frontend Expert did not pass with Frontend and tries again: the cart is missing",
                        "Frontend Expert is creating React components, try 2",
                        "Frontend Expert finished Frontend on try 2");
    }

    @Test
    void inAnyOrderAndDeliveredTwiceTheSameTasksAreAskedForOnce() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Played played = Played.of(ScriptedModels.failingOnce());
            played.endAllInAnyOrder(random);
            played.quote("0.01");
            played.decide(ApprovalDecision.GRANTED);
            played.decide(ApprovalDecision.GRANTED);
            played.quote("0.01");
            played.quote("0.01");
            played.decide(ApprovalDecision.REFUSED);
            played.endAllInAnyOrder(random);

            assertThat(played.workflow().status()).as("seed " + seed).isEqualTo(WorkflowStatus.COMPLETED);
            assertThat(played.tasks()).isEqualTo(TASKS);
            assertThat(played.requested).as("seed " + seed).hasSize(TASKS.size());
            assertThat(played.workflow().spent()).isEqualTo(Money.of("0.21"));
        }
    }

    @Test
    void everyTaskIsWithinTheLimitsAndBelongsToTheSessionOfTheWorkflow() {
        Played played = Played.of(ScriptedModels.failingOnce());
        played.start();
        played.endAll();

        assertThat(played.requested).allSatisfy(task -> {
            assertThat(TaskLimits.violations(task.task())).isEmpty();
            assertThat(task.sessionId()).isEqualTo(new SessionId(Played.ID.value()));
            assertThat(task.tenant()).isEqualTo(Played.TENANT);
        });
        assertThat(played.requested)
                .filteredOn(task -> task.task().agent() != null)
                .allSatisfy(task -> {
                    assertThat(task.among()).containsExactly(task.task().agent());
                    assertThat(task.agents()).hasSize(1);
                });
    }

    @Test
    void independentStepsRunTogetherAndOthersWaitForWhatTheyNeed() {
        Played played = Played.of(new ScriptedModels());
        played.start();
        assertThat(played.openTasks()).containsExactly("s1:1");
        for (int i = 0; i < 3; i++) {
            played.end(new ScriptedModels().end(played.open.removeFirst()));
        }

        assertThat(played.openTasks()).containsExactly("s2:1", "s3:1", "s4:1");
        TaskRequested backend = played.open.getFirst();
        assertThat(backend.task().files()).extracting(file -> file.path()).containsExactly("s1-1.py");
        assertThat(backend.task().prompt())
                .contains("# What earlier steps answered")
                .contains("I did s1:1");
    }

    @Test
    void aStepIsSentBackWithTheFeedbackAndItsFiles() {
        Played played = Played.of(ScriptedModels.failingOnce());
        played.start();
        played.endAll();

        TaskRequested again = played.requested.stream()
                .filter(task -> task.taskId().value().endsWith(":s3:2"))
                .findFirst()
                .orElseThrow();
        assertThat(again.task().prompt()).contains("did not pass").contains("the cart is missing");
        assertThat(again.task().files()).extracting(file -> file.path()).contains("s3-1.py");
    }

    @Test
    void aFileThatItsLanguageCannotReadIsSentBackBeforeAReviewerIsPaid() {
        Played played = Played.of(new ScriptedModels()
                .when("s1:1:check", task -> failed(task, ProblemType.EXIT_CODE, "s1-1.py: SyntaxError\n")));
        played.start();
        played.endAll();

        assertThat(played.tasks()).contains("s1:2").doesNotContain("s1:1:review:1");
        assertThat(played.workflow().steps().getFirst().tries().getFirst().feedback())
                .containsExactly("s1-1.py: SyntaxError");
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.COMPLETED);
    }

    @Test
    void afterTwoRetriesAStepFailsAndNothingThatNeedsItBegins() {
        ScriptedModels models = new ScriptedModels();
        for (int i = 1; i <= 6; i++) {
            models.when("s3:" + i + ":review:1", task -> answered(task, verdict("fail", "no")));
        }
        Played played = Played.of(models);
        played.start();
        played.endAll();

        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.FAILED);
        assertThat(played.workflow().because()).isEqualTo("Frontend: no");
        assertThat(played.tasks()).contains("s3:3").doesNotContain("s3:4", "s5:1");

        played.retry("Frontend");
        assertThat(played.openTasks()).containsExactly("s3:4");
        played.endAll();
        assertThat(played.tasks()).contains("s3:6").doesNotContain("s3:7");
    }

    @Test
    void retryingAStepDoesItAndAllThatBuildOnItAgain() {
        Played played = Played.of(new ScriptedModels());
        played.start();
        played.endAll();
        played.retry("s2");
        played.endAll();

        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(played.tasks()).contains("s2:2", "s5:2").doesNotContain("s1:2", "s3:2", "s4:2");
    }

    @Test
    void aPlanThatCannotBeFollowedIsMadeAgainAtMostTwice() {
        var wrong = Json.mapper().createObjectNode().put("summary", "none");
        wrong.putArray("steps");
        Played once = Played.of(new ScriptedModels().when("plan:1", task -> answered(task, wrong)));
        once.endAll();
        assertThat(once.workflow().status()).isEqualTo(WorkflowStatus.QUOTING);
        assertThat(once.requested.get(1).task().prompt())
                .contains("# What was wrong with the plan before")
                .contains("a plan has 1 to");

        ScriptedModels never = new ScriptedModels();
        for (int i = 1; i <= 3; i++) {
            never.when("plan:" + i + ":check", task -> answered(task, verdict("fail", "the cart is missing")));
        }
        Played played = Played.of(never);
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.FAILED);
        assertThat(played.workflow().because()).contains("3 tries").contains("the cart is missing");
        assertThat(played.tasks()).doesNotContain("plan:4");
    }

    @Test
    void aTeamWithUnknownToolsIsMadeAgain() {
        var team = ScriptedModels.team().deepCopy();
        ((com.fasterxml.jackson.databind.node.ArrayNode) team.at("/agents/0/tools")).add("launch_rocket");
        Played played = Played.of(new ScriptedModels().when("team:1", task -> answered(task, team)));
        played.endAll();

        assertThat(played.tasks()).contains("team:2");
        assertThat(played.requested.getLast().task().prompt()).contains("launch_rocket");
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.QUOTING);
    }

    @Test
    void withoutAModelProviderPlanAndTeamComeFromTemplatesAndTheQuoteSaysWhatCannotRun() {
        Played played =
                Played.of(new ScriptedModels().when("plan:1", task -> failed(task, ProblemType.NO_MODEL_PROVIDER, "")));
        played.endAll();
        assertThat(played.workflow().because()).startsWith("planned from templates: no model provider");
        assertThat(played.workflow().team().agents()).hasSizeGreaterThanOrEqualTo(5);

        List<Preview> previews =
                WorkflowLifecycle.questions(played.workflow(), played.policy(), ScriptedModels.AT).keySet().stream()
                        .map(key -> new Preview(key, null, ProblemType.NO_MODEL_PROVIDER.because("connect one")))
                        .toList();
        played.quote(previews);

        Quote quote = played.workflow().quote();
        assertThat(quote.runnable()).isFalse();
        assertThat(String.join(" ", quote.notes()))
                .contains("steps cannot run now")
                .contains("connect one");
        played.decide(ApprovalDecision.GRANTED);
        played.quote(previews);
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.AWAITING_APPROVAL);
        assertThat(played.asked).hasSize(2);
        assertThat(played.open).isEmpty();
    }

    @Test
    void aQuoteAboveTheBudgetIsRefusedAndALargerBudgetIsQuotedAnew() {
        Played played = Played.of(new ScriptedModels());
        played.endAll();
        played.quote("2.00");

        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.REFUSED);
        assertThat(played.workflow().because()).contains("budget of $5").contains("the dearest are");
        assertThat(played.asked).isEmpty();

        played.input((one, at) -> WorkflowLifecycle.edit(one, null, null, Money.of("90"), played.policy(), at));
        played.quote("2.00");
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.AWAITING_APPROVAL);
    }

    @Test
    void aPriceThatGrewSinceTheApprovalIsAskedAgainWithTheReason() {
        Played played = Played.of(new ScriptedModels());
        played.endAll();
        played.quote("0.01");
        played.decide(ApprovalDecision.GRANTED);
        played.quote("0.02");

        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.AWAITING_APPROVAL);
        assertThat(played.asked).hasSize(2);
        assertThat(played.asked.getLast().detail()).contains("the expected cost has grown from");
        assertThat(played.asked.getLast().approvalId().value()).endsWith(":quote:2");

        played.decide(ApprovalDecision.GRANTED, played.asked.getFirst());
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.AWAITING_APPROVAL);
        played.decide(ApprovalDecision.GRANTED);
        played.quote("0.021");
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.RUNNING);
    }

    @Test
    void anEditedTeamIsQuotedAnewAndTheOldQuoteCountsNoMore() {
        Played played = Played.of(new ScriptedModels());
        played.endAll();
        played.quote("0.01");
        var old = played.asked.getFirst();
        Team team = played.workflow().team();
        List<TeamAgent> agents = team.agents().stream()
                .map(one ->
                        new TeamAgent(one.name(), one.type(), one.systemPrompt(), one.skills(), one.tools(), "opus"))
                .toList();

        played.input((one, at) ->
                WorkflowLifecycle.edit(one, null, new Team(agents, team.taskAssignments()), null, played.policy(), at));
        assertThat(played.effects).anyMatch(Effect.Withdraw.class::isInstance);
        played.decide(ApprovalDecision.GRANTED, old);
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.QUOTING);
        played.quote("0.01");
        assertThat(played.asked.getLast().hash()).isNotEqualTo(old.hash());

        played.input((one, at) -> WorkflowLifecycle.edit(
                one, null, new Team(agents.subList(0, 1), List.of()), null, played.policy(), at));
        assertThat(played.refused).isNotNull();
        assertThat(played.refused.detail()).contains("assigned 0 times");
    }

    @Test
    void aRefusedOrForgottenQuoteEndsTheWorkflow() {
        Played refused = Played.of(new ScriptedModels());
        refused.endAll();
        refused.quote("0.01");
        refused.decide(ApprovalDecision.REFUSED);
        assertThat(refused.workflow().status()).isEqualTo(WorkflowStatus.REFUSED);
        assertThat(refused.workflow().because()).isEqualTo("ada refused the quote: as it is");

        Played forgotten = Played.of(new ScriptedModels());
        forgotten.endAll();
        forgotten.quote("0.01");
        forgotten.pass(Duration.ofHours(23));
        assertThat(forgotten.workflow().status()).isEqualTo(WorkflowStatus.AWAITING_APPROVAL);
        forgotten.pass(Duration.ofHours(2));
        assertThat(forgotten.workflow().status()).isEqualTo(WorkflowStatus.EXPIRED);
    }

    @Test
    void whatRunsWhenItIsPausedFinishesAndNothingElseBegins() {
        Played played = Played.of(ScriptedModels.failingOnce());
        played.start();
        played.pause();
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.PAUSED);
        assertThat(played.workflow().steps().getFirst().state()).isEqualTo(Step.State.DONE);
        assertThat(played.tasks()).doesNotContain("s2:1");

        played.resume();
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(played.tasks()).isEqualTo(TASKS);
    }

    @Test
    void aReviewThatCannotBeDonePausesTheWorkflowAndThrowsNoWorkAway() {
        ScriptedModels models = new ScriptedModels();
        models.when("s1:1:review:1", task -> failed(task, ProblemType.MODEL_FAILED, ""));
        models.when("s1:1:review:2", task -> failed(task, ProblemType.MODEL_FAILED, ""));
        Played played = Played.of(models);
        played.start();
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.PAUSED);
        assertThat(played.workflow().because()).contains("Resume to try it again");

        played.resume();
        assertThat(played.openTasks()).containsExactly("s1:1:review:3");
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(played.tasks()).doesNotContain("s1:2");
    }

    @Test
    void aCancelledWorkflowStopsWhatRunsAndStillCountsWhatThatCost() {
        Played played = Played.of(new ScriptedModels());
        played.start();
        played.cancel();
        assertThat(played.effects)
                .anyMatch(effect -> effect instanceof Effect.Stop stop
                        && stop.taskId().value().endsWith(":s1:1"));
        assertThat(played.workflow().dueAt()).isNull();
        played.endAll();

        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.CANCELLED);
        assertThat(played.workflow().spent()).isEqualTo(Money.of("0.04"));
        assertThat(played.tasks()).doesNotContain("s1:1:check");
        assertThat(played.workflow().dueAt()).as("its account is closed then").isNotNull();
    }

    @Test
    void aWorkflowThatTakesTooLongFails() {
        Played played = Played.of(new ScriptedModels());
        played.start();
        played.pass(Duration.ofHours(25));
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.FAILED);
        assertThat(played.workflow().because()).contains("longer");
    }

    @Test
    void anAgentDoesOneStepAtATimeBecauseItHasOneConversation() {
        ScriptedModels models = new ScriptedModels();
        var plan = (com.fasterxml.jackson.databind.node.ObjectNode)
                ScriptedModels.plan().deepCopy();
        var team = (com.fasterxml.jackson.databind.node.ObjectNode)
                ScriptedModels.team().deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) plan.at("/steps/3")).put("agent", "Backend Developer");
        ((com.fasterxml.jackson.databind.node.ArrayNode) team.path("agents")).remove(3);
        ((com.fasterxml.jackson.databind.node.ArrayNode) team.path("task_assignments")).remove(3);
        ((com.fasterxml.jackson.databind.node.ArrayNode) team.at("/task_assignments/1/tasks")).add("Database");
        models.when("plan:1", task -> answered(task, plan)).when("team:1", task -> answered(task, team));
        Played played = Played.of(models);
        played.start();
        for (int i = 0; i < 3; i++) {
            played.end(models.end(played.open.removeFirst()));
        }
        assertThat(played.openTasks()).containsExactly("s2:1", "s3:1");
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.COMPLETED);
    }

    @Test
    void aStepForWhichOthersSetTheMoneyAsideWaitsForThem() {
        ScriptedModels models = new ScriptedModels()
                .when("s3:1", task -> failed(task, ProblemType.BUDGET_EXCEEDED, ""))
                .when("s4:1:review:1", task -> failed(task, ProblemType.BUDGET_EXCEEDED, ""));
        Played played = Played.of(models);
        played.start();
        for (int i = 0; i < 5; i++) {
            played.end(models.end(played.open.remove(played.open.size() > 1 ? 1 : 0)));
        }
        assertThat(played.openTasks()).doesNotContain("s3:2");
        played.endAll();

        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(played.tasks()).contains("s3:2", "s4:1:review:2").doesNotContain("s4:2", "s3:3");
    }

    @Test
    void aReviewForWhichThereIsNoMoneyWaitsForALargerBudget() {
        Played played = Played.of(
                new ScriptedModels().when("s1:1:review:1", task -> failed(task, ProblemType.BUDGET_EXCEEDED, "")));
        played.start();
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.PAUSED);
        assertThat(played.workflow().because()).contains("larger budget");

        played.input((one, at) -> WorkflowLifecycle.edit(one, null, null, Money.of("9"), played.policy(), at));
        played.resume();
        played.endAll();
        assertThat(played.workflow().status()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(played.workflow().budget()).isEqualTo(Money.of("9"));
    }
}
