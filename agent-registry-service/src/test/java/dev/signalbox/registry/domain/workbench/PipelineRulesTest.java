package dev.signalbox.registry.domain.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentEnvironment;
import dev.signalbox.registry.domain.AgentEnvironment.Place;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentTest;
import dev.signalbox.registry.domain.AgentTest.Expectation;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Deployment;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Generator;
import dev.signalbox.registry.domain.workbench.TestResult.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
    private static final AgentId ID = new AgentId("tester");
    private static final AgentTest WORDS =
            new AgentTest("words", "Say otter.", null, new Expectation("otter", null, null, null));
    private static final AgentTest CODE =
            new AgentTest("code", null, new CodeSnippet("bash", "echo 7"), new Expectation(null, "^7", null, 0));

    private AgentSpec spec = spec(List.of("known"), List.of("read_file"), AgentEnvironment.ANY, List.of(WORDS, CODE));
    private PipelinePlan plan = plan(Generator.TEMPLATE, Deployment.AUTO);
    private boolean models = true;
    private List<String> full = List.of();
    private boolean deployed;

    @Test
    void goesFromDraftToDeployedWithTheEndsOfItsTests() {
        Move generated = look(Pipeline.begun(ID, 1, 1, plan, NOW));
        assertThat(generated.after().stage()).isEqualTo(Stage.GENERATED);

        Move validating = look(generated.after());
        assertThat(validating.tasks())
                .extracting(task -> task.taskId().value())
                .containsExactly("wb:tester:1:test:1:1", "wb:tester:1:test:2:1");
        TaskRequested words = validating.tasks().getFirst();
        assertThat(words.agents()).singleElement().satisfies(agent -> {
            assertThat(agent.agentId()).isEqualTo(ID);
            assertThat(agent.version()).isEqualTo(1);
        });
        assertThat(words.among()).containsExactly(ID);
        assertThat(words.task().tier()).isEqualTo("quick");
        assertThat(words.task().maximumCost()).isEqualTo(Money.of("0.25"));

        Pipeline first = ended(validating.after(), passed("wb:tester:1:test:1:1", "An Otter swims."))
                .after();
        assertThat(first.stage()).isEqualTo(Stage.GENERATED);
        Pipeline second = ended(first, ran("wb:tester:1:test:2:1", 0, "7\n")).after();
        assertThat(second.stage()).isEqualTo(Stage.VALIDATED);
        assertThat(second.message()).isEqualTo("2 of its own tests passed.");

        Pipeline ready = look(second).after();
        assertThat(ready.stage()).isEqualTo(Stage.ENVIRONMENT_READY);
        Move done = look(ready);
        assertThat(done.deployment()).isEqualTo(Deployment.AUTO);
        assertThat(done.after().state()).isEqualTo(PipelineState.DONE);
        assertThat(done.after().steps()).extracting(Pipeline.Entry::stage).endsWith(Stage.DEPLOYED);
    }

    @Test
    void aTestThatFailsTwiceFailsTheStepAndSaysWhich() {
        Pipeline waiting = validating();
        waiting = ended(waiting, ran("wb:tester:1:test:2:1", 0, "7")).after();

        Move again = ended(waiting, passed("wb:tester:1:test:1:1", "A beaver."));
        assertThat(again.tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.taskId().value()).isEqualTo("wb:tester:1:test:1:2"));
        Pipeline failed = ended(again.after(), passed("wb:tester:1:test:1:2", "A beaver."))
                .after();

        assertThat(failed.state()).isEqualTo(PipelineState.FAILED);
        assertThat(failed.stage()).isEqualTo(Stage.GENERATED);
        assertThat(failed.message()).contains("test 1 (words)", "\"otter\" is not in it");
        assertThat(failed.problem().detail()).contains("Its own tests failed");
        assertThat(failed.tests().getFirst().cost()).isEqualTo(Money.of("0.02"));
    }

    @Test
    void aTestThatPassesTheSecondTimeIsEnough() {
        Pipeline waiting =
                ended(validating(), ran("wb:tester:1:test:2:1", 0, "7")).after();
        waiting = ended(waiting, passed("wb:tester:1:test:1:1", "A beaver.")).after();

        assertThat(ended(waiting, passed("wb:tester:1:test:1:2", "otter"))
                        .after()
                        .stage())
                .isEqualTo(Stage.VALIDATED);
    }

    @Test
    void anEndThatIsToldAgainChangesNothing() {
        Pipeline waiting = validating();
        Pipeline once = ended(waiting, passed("wb:tester:1:test:1:1", "otter")).after();

        assertThat(ended(once, passed("wb:tester:1:test:1:1", "beaver")).after())
                .isSameAs(once);
        assertThat(ended(once, passed("wb:other:1:test:1:1", "beaver")).after()).isSameAs(once);
    }

    @Test
    void withoutAModelProviderPromptsAreSkippedAndItSaysSo() {
        models = false;
        Move validating = look(generated());

        assertThat(validating.tasks()).hasSize(1);
        Pipeline validated =
                ended(validating.after(), ran("wb:tester:1:test:2:1", 0, "7")).after();
        assertThat(validated.tests()).extracting(TestResult::verdict).containsExactly(Verdict.SKIPPED, Verdict.PASSED);
        assertThat(validated.message())
                .isEqualTo("1 of its own tests passed. 1 could not be run, because no model provider is configured.");
    }

    @Test
    void toolsThatThereAreNotFailBeforeAnythingIsPaid() {
        spec = spec(List.of("known"), List.of("teleport"), AgentEnvironment.ANY, List.of(WORDS));

        Move refused = look(generated());

        assertThat(refused.tasks()).isEmpty();
        assertThat(refused.after().state()).isEqualTo(PipelineState.FAILED);
        assertThat(refused.after().message()).contains("teleport");
    }

    @Test
    void skillsThatNobodyHasAreCreated() {
        spec = spec(List.of("known", "kotlin"), List.of(), AgentEnvironment.ANY, List.of(CODE));

        assertThat(look(generated()).newSkills()).containsExactly("kotlin");
    }

    @Test
    void aVersionWithoutTestsOfItsOwnHasToAnswer() {
        spec = spec(List.of("known"), List.of(), AgentEnvironment.ANY, List.of());

        assertThat(look(generated()).tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.task().prompt()).contains("what can you do"));
    }

    @Test
    void testsThatDoNotEndInTimeFailTheStep() {
        Move late = PipelineRules.look(validating(), facts(), NOW.plusSeconds(101));

        assertThat(late.after().state()).isEqualTo(PipelineState.FAILED);
        assertThat(late.after().message()).contains("no end within 100 s");
        assertThat(PipelineRules.look(validating(), facts(), NOW.plusSeconds(99))
                        .after()
                        .state())
                .isEqualTo(PipelineState.RUNNING);
    }

    @Test
    void anEnvironmentIsProvedWhereItIsFull() {
        full = List.of("e2b");
        spec = spec(List.of("known"), List.of(), needs(Place.FULL), List.of(CODE));

        Move proving = look(validated());
        TaskRequested proof = proving.tasks().getFirst();
        assertThat(proof.taskId().value()).isEqualTo("wb:tester:1:prepare:1");
        assertThat(proof.task().backend()).isEqualTo("e2b");
        assertThat(proof.task().code().getFirst().source()).contains("command -v git");
        assertThat(ended(proving.after(), ran("wb:tester:1:prepare:1", 0, ""))
                        .after()
                        .stage())
                .isEqualTo(Stage.ENVIRONMENT_READY);
    }

    @Test
    void aMissingCommandFailsWithItsNameAfterTwoTries() {
        full = List.of("e2b");
        spec = spec(List.of("known"), List.of(), needs(Place.FULL_PREFERRED), List.of(CODE));
        Pipeline proving = look(validated()).after();

        Move again = ended(proving, failed("wb:tester:1:prepare:1", "missing command: git"));
        assertThat(again.tasks().getFirst().taskId().value()).isEqualTo("wb:tester:1:prepare:2");
        Pipeline failed = ended(again.after(), failed("wb:tester:1:prepare:2", "missing command: git"))
                .after();
        assertThat(failed.state()).isEqualTo(PipelineState.FAILED);
        assertThat(failed.message()).contains("missing command: git");
    }

    @Test
    void withoutAFullEnvironmentOnlyThoseFailThatNeedOne() {
        spec = spec(List.of("known"), List.of(), needs(Place.FULL_PREFERRED), List.of(CODE));
        assertThat(look(validated()).after().stage()).isEqualTo(Stage.ENVIRONMENT_READY);

        spec = spec(List.of("known"), List.of(), needs(Place.FULL), List.of(CODE));
        Pipeline failed = look(validated()).after();
        assertThat(failed.state()).isEqualTo(PipelineState.FAILED);
        assertThat(failed.message()).contains("./signalbox up --with");
    }

    @Test
    void aCanaryNeedsAVersionToCompareWith() {
        plan = plan(Generator.NONE, Deployment.CANARY);
        assertThat(look(ready()).deployment()).isEqualTo(Deployment.AUTO);

        deployed = true;
        Move trial = look(ready(2));
        assertThat(trial.deployment()).isEqualTo(Deployment.CANARY);
        assertThat(trial.after().state()).isEqualTo(PipelineState.WAITING);
        assertThat(trial.after().message()).contains("beside version 1", "20 %");
    }

    @Test
    void manualWaitsForAHuman() {
        plan = plan(Generator.NONE, Deployment.MANUAL);

        Move ready = look(ready());
        assertThat(ready.deployment()).isNull();
        assertThat(ready.after().state()).isEqualTo(PipelineState.WAITING);
    }

    @Test
    void aModelWritesTheNextVersion() throws Exception {
        plan = plan(Generator.MODEL, Deployment.AUTO);
        Move asking = look(Pipeline.begun(ID, 1, 1, plan, NOW));
        TaskRequested task = asking.tasks().getFirst();
        assertThat(task.taskId().value()).isEqualTo("wb:tester:1:generate");
        assertThat(task.task()
                        .answerSchema()
                        .at("/properties/skills/items/enum/0")
                        .asText())
                .isEqualTo("known");

        Move written = ended(asking.after(), answered("wb:tester:1:generate", """
                {"name": "Otter expert", "emoji": "🦦", "description": "Knows otters.", "skills": ["known"],
                 "tools": ["read_file"], "system_prompt": "You know otters.", "model": "haiku",
                 "test_tasks": [{"prompt": "Name an animal.", "contains": "otter"}]}"""));

        assertThat(written.newVersion().name()).isEqualTo("Otter expert");
        assertThat(written.successor().version()).isEqualTo(2);
        assertThat(written.successor().step()).isEqualTo(Step.VALIDATE);
        assertThat(written.successor().startedAt()).isEqualTo(NOW);
        assertThat(written.after().state()).isEqualTo(PipelineState.DONE);
    }

    @Test
    void whatAModelWroteWronglyIsToldToItOnceAndThenTheNearestTemplateIsTaken() throws Exception {
        plan = plan(Generator.MODEL, Deployment.AUTO);
        spec = new AgentSpec(
                "auditor",
                "Auditor",
                "Audits code for security vulnerabilities.",
                List.of(),
                List.of(),
                "You.",
                null,
                Map.of());
        Pipeline asking = look(Pipeline.begun(ID, 1, 1, plan, NOW)).after();
        String bad = "{\"name\": \"\", \"tools\": [\"teleport\"]}";

        Move again = ended(asking, answered("wb:tester:1:generate", bad));
        assertThat(again.tasks().getFirst().taskId().value()).isEqualTo("wb:tester:1:generate:2");
        assertThat(again.tasks().getFirst().task().prompt()).contains("teleport");
        Move fallen = ended(again.after(), answered("wb:tester:1:generate:2", bad));

        assertThat(fallen.newVersion().systemPrompt()).contains("security auditor", "You are called Auditor");
        assertThat(fallen.successor().message()).contains("No model wrote it", "nearest template, security_auditor");
    }

    @Test
    void withoutAModelProviderTheNearestTemplateIsTaken() {
        models = false;
        plan = plan(Generator.MODEL, Deployment.AUTO);

        Move fallen = look(Pipeline.begun(ID, 1, 1, plan, NOW));

        assertThat(fallen.tasks()).isEmpty();
        assertThat(fallen.successor().message()).contains("no model provider is configured");
    }

    @Test
    void aTemplateThatTheVersionIsNotMadeOfIsFilledIn() {
        plan = new PipelinePlan(
                        Generator.TEMPLATE, "ui_designer", Deployment.AUTO, 0.2, 5, new TenantId("default"), null)
                .traced("where it was asked");
        Move filled = look(Pipeline.begun(ID, 1, 1, plan, NOW));
        assertThat(filled.successor().plan().trace()).isEqualTo("where it was asked");
        assertThat(filled.newVersion().systemPrompt()).contains("You design.", "You are called Tester");
        assertThat(filled.successor().version()).isEqualTo(2);

        plan = new PipelinePlan(Generator.TEMPLATE, "nobody", Deployment.AUTO, 0.2, 5, new TenantId("default"), null);
        assertThat(look(Pipeline.begun(ID, 1, 1, plan, NOW)).after().state()).isEqualTo(PipelineState.FAILED);
    }

    @Test
    void namesOfTasksFitWhateverTheAgentIsCalled() {
        Pipeline long1 = Pipeline.begun(new AgentId("a".repeat(64)), 12, 3, plan, NOW);

        assertThat(WorkbenchTasks.id(long1, "test:5:2").value())
                .startsWith("wb:")
                .endsWith(":r3");
    }

    @Test
    void anExpressionThatNeverEndsIsUnmet() {
        AgentTest evil = new AgentTest("evil", "x", null, new Expectation(null, "(a+)+$", null, null));

        assertThat(Expectations.unmet(evil, passed("t", "a".repeat(60) + "!"))).isPresent();
    }

    private Pipeline generated() {
        return look(Pipeline.begun(ID, 1, 1, plan, NOW)).after();
    }

    private Pipeline validating() {
        return look(generated()).after();
    }

    private Pipeline validated() {
        return generated().reached(Stage.VALIDATED, Step.PREPARE, "", NOW);
    }

    private Pipeline ready() {
        return validated().reached(Stage.ENVIRONMENT_READY, Step.DEPLOY, "", NOW);
    }

    private Pipeline ready(int version) {
        return Pipeline.begun(ID, version, 1, plan, NOW).reached(Stage.ENVIRONMENT_READY, Step.DEPLOY, "", NOW);
    }

    private Move look(Pipeline pipeline) {
        return PipelineRules.look(pipeline, facts(), NOW);
    }

    private Move ended(Pipeline pipeline, TaskEnd end) {
        return PipelineRules.ended(pipeline, facts(), end, NOW);
    }

    private Facts facts() {
        Agent agent = Agent.create(ID, Agent.Made.byClient(spec, null, null), NOW);
        AgentSpec auditor = new AgentSpec(
                "security_auditor",
                "Security auditor",
                "Audits code for vulnerabilities.",
                List.of("known"),
                List.of(),
                "You are a security auditor.",
                "opus",
                Map.of());
        AgentSpec designer = new AgentSpec(
                "ui_designer", "UI designer", "Designs screens.", List.of(), List.of(), "You design.", null, Map.of());
        return new Facts(
                deployed ? agent.deployed(NOW) : agent,
                Map.of("known", List.of()),
                Map.of("security_auditor", auditor, "ui_designer", designer),
                new Facts.Places(true, models, full),
                new Facts.Limits(Money.of("0.25"), Duration.ofSeconds(45), Duration.ofSeconds(100)));
    }

    private static PipelinePlan plan(Generator generator, Deployment deploy) {
        return new PipelinePlan(generator, null, deploy, 0.2, 5, new TenantId("default"), "ada");
    }

    private static AgentSpec spec(
            List<String> skills, List<String> tools, AgentEnvironment environment, List<AgentTest> tests) {
        return new AgentSpec(
                "tester",
                "Tester",
                "Tests.",
                skills,
                tools,
                "You test.",
                "haiku",
                Map.of(),
                null,
                null,
                environment,
                tests);
    }

    private static AgentEnvironment needs(Place place) {
        return new AgentEnvironment(place, List.of("git"), List.of());
    }

    private static TaskEnd passed(String task, String text) {
        return new TaskEnd(new TaskId(task), true, null, text, null, null, Money.of("0.01"));
    }

    private static TaskEnd ran(String task, int exitCode, String text) {
        return new TaskEnd(new TaskId(task), exitCode == 0, exitCode, text, null, null, Money.ZERO);
    }

    private static TaskEnd failed(String task, String text) {
        Problem problem = ProblemType.EXIT_CODE.because("exit code 1");
        return new TaskEnd(new TaskId(task), false, 1, text, null, problem, Money.ZERO);
    }

    private static TaskEnd answered(String task, String json) throws Exception {
        JsonNode answer = Json.mapper().readTree(json);
        return new TaskEnd(new TaskId(task), true, null, json, answer, null, Money.ZERO);
    }
}
