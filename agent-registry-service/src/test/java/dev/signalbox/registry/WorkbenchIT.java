package dev.signalbox.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.MetricsPage;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.registry.ScriptedExecutor.Said;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@QuarkusTestResource(ShortPeriods.class)
class WorkbenchIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static ScriptedExecutor executor;

    @BeforeAll
    static void begin() {
        executor = new ScriptedExecutor();
    }

    @AfterAll
    static void end() throws InterruptedException {
        executor.close();
    }

    @Test
    void anAgentGoesFromATemplateToDeployedByItself() {
        String id = name("otter");
        given().contentType(ContentType.JSON)
                .header("X-Signalbox-Actor", "ada")
                .header("X-Signalbox-Tenant", "acme")
                .body(Map.of("id", id, "name", "Otter auditor", "pipeline", Map.of("template", "security_auditor")))
                .post("/v1/agents")
                .then()
                .statusCode(202)
                .body("agentId", equalTo(id), "status", equalTo("draft"), "createdBy", equalTo("ada"));

        JsonPath done = awaitState(id, "done");
        assertThat(done.getString("stage")).isEqualTo("deployed");
        assertThat(done.getList("tests.verdict")).containsOnly("passed");
        assertThat(done.getList("steps.stage"))
                .containsSubsequence("draft", "generated", "validated", "environment_ready", "deployed");
        await().atMost(SOON).until(() -> AgentsTopic.deployed(id).isPresent());
        TaskRequested test = executor.taken("wb:" + id + ":1:test:1").getFirst();
        assertThat(test.tenant()).isEqualTo(new TenantId("acme"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stages(id))
                        .containsSubsequence("draft", "generated", "validated", "environment_ready", "deployed"));
        assertThat(AgentsTopic.records(Topics.AGENT_EVENTS))
                .filteredOn(record -> id.equals(record.key()))
                .extracting(record -> RecordCodec.text(record.headers(), RecordCodec.CE_ID))
                .doesNotHaveDuplicates();
        given().get("/v1/agents/" + id + "/evidence").then().body("versions[0].all.runs", equalTo(0));
        assertThat(given().get("/v1/agents/" + id + "/evidence").jsonPath().getInt("versions[0].validation.runs"))
                .isPositive();
        String metrics = given().get("/q/metrics").asString();
        assertThat(metrics).contains("signalbox_workbench_creation_seconds_count", "outcome=\"deployed\"");
        assertThat(MetricsPage.read().faults(MetricsPage.Scrape.of(metrics))).isEmpty();
    }

    @Test
    void aVersionThatFailsItsTestsLeavesTheDeployedOneServing() {
        String id = deployed(name("beaver"));
        executor.says("wb:" + id + ":2:test", _ -> Said.well("a beaver"));
        revise(id, Map.of("tests", List.of(Map.of("prompt", "Say otter.", "expect", Map.of("contains", "otter")))));
        pipeline(id, Map.of()).statusCode(202);

        JsonPath failed = awaitState(id, "failed");
        assertThat(failed.getString("message")).contains("test 1", "\"otter\" is not in it");
        assertThat(failed.getInt("tests[0].tries")).isEqualTo(2);
        given().get("/v1/agents/" + id).then().body("deployedVersion", equalTo(1), "latestVersion", equalTo(2));
        assertThat(AgentsTopic.deployed(id).orElseThrow().version()).isEqualTo(1);

        executor.says("wb:" + id + ":2:test", _ -> Said.well("an otter"));
        pipeline(id, Map.of("version", 2)).statusCode(202).body("run", equalTo(2));
        await().atMost(SOON).until(() -> onDuty(id) == 2);
    }

    @Test
    void aSecondVersionIsTriedPromotedAndRolledBack() {
        String id = deployed(name("canary"));
        revise(id, Map.of("systemPrompt", "You test.\nTwice."));
        pipeline(id, Map.of("deploy", "canary", "share", 0.2, "minimumRuns", 5)).statusCode(202);

        awaitState(id, "waiting");
        await().atMost(SOON).until(() -> told(id).canary() != null);
        AgentDeployed trial = told(id);
        assertThat(trial.version()).isEqualTo(1);
        assertThat(trial.canary().version()).isEqualTo(2);
        assertThat(trial.canary().share()).isEqualTo(0.2);
        assertThat(trial.canary().systemPrompt()).contains("Twice");
        assertThat(statuses(id)).containsExactly("canary", "deployed");

        given().get("/v1/agents/" + id + "/diff?from=1&to=2")
                .then()
                .statusCode(200)
                .body("fields.size()", equalTo(0))
                .body("systemPrompt", containsString("+Twice."));

        given().contentType(ContentType.JSON)
                .body(Map.of("version", 1))
                .post("/v1/agents/" + id + "/promote")
                .then()
                .statusCode(409)
                .body("detail", containsString("version 2 is on trial"));
        given().contentType(ContentType.JSON)
                .body(Map.of("version", 2))
                .post("/v1/agents/" + id + "/promote")
                .then()
                .statusCode(200)
                .body("deployedVersion", equalTo(2), "previousVersion", equalTo(1));
        await().atMost(SOON).until(() -> told(id).version() == 2 && told(id).canary() == null);
        assertThat(statuses(id)).containsExactly("deployed", "retired");

        given().contentType(ContentType.JSON)
                .post("/v1/agents/" + id + "/rollback")
                .then()
                .statusCode(200)
                .body("deployedVersion", equalTo(1), "previousVersion", equalTo(2));
        await().atMost(SOON).until(() -> told(id).version() == 1);
        assertThat(statuses(id)).containsExactly("retired", "deployed");
        await().atMost(SOON).untilAsserted(() -> assertThat(stages(id)).contains("canary", "retired"));
    }

    @Test
    void aTrialCanBeEndedAndNeedsAVersionOnDuty() {
        String id = deployed(name("trial"));
        given().contentType(ContentType.JSON)
                .post("/v1/agents/" + id + "/canary")
                .then()
                .statusCode(409);
        revise(id, Map.of("name", "Second"));
        given().contentType(ContentType.JSON)
                .body(Map.of("share", 0.7))
                .post("/v1/agents/" + id + "/canary")
                .then()
                .statusCode(422);
        given().contentType(ContentType.JSON)
                .body(Map.of("share", 0.3))
                .post("/v1/agents/" + id + "/canary")
                .then()
                .statusCode(200)
                .body("canary.version", equalTo(2), "canary.minimumRuns", equalTo(20));
        given().delete("/v1/agents/" + id + "/canary").then().statusCode(200);
        await().atMost(SOON).until(() -> told(id).canary() == null);
        assertThat(statuses(id)).containsExactly("retired", "deployed");
    }

    @Test
    void aModelWritesAnAgentAndWhereItCannotTheNearestTemplateIsFilledIn() {
        String id = name("written");
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.put("name", "Otter expert").put("description", "Knows otters.").put("model", "haiku");
        answer.put("system_prompt", "You know everything about otters.").put("emoji", "🦦");
        answer.putArray("skills").add("research");
        answer.putArray("tools").add("read_file");
        answer.putArray("test_tasks")
                .addObject()
                .put("prompt", "Name the otter.")
                .put("contains", "otter");
        executor.says("wb:" + id + ":1:generate", _ -> Said.json(answer));
        brief(id, "Knows all about otters.");

        await().atMost(SOON).until(() -> onDuty(id) == 2);
        given().get("/v1/agents/" + id)
                .then()
                .body("name", equalTo("Otter expert"), "origin", equalTo("generated"), "emoji", equalTo("🦦"));

        String fallen = name("fallen");
        executor.says("wb:" + fallen + ":1:generate", _ -> Said.badly(ProblemType.MODEL_FAILED, ""));
        brief(fallen, "Audits code for security vulnerabilities with proof and severity.");
        JsonPath done = awaitState(fallen, "done");
        assertThat(done.getList("steps.message").toString()).contains("nearest template, security_auditor");
        assertThat(onDuty(fallen)).isEqualTo(2);
    }

    @Test
    void evidenceIsCountedOnceHoweverOftenItIsTold() {
        String id = deployed(name("proved"));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 4; i++) {
                executor.tell(executor.worked(id + "-" + i, id, 1, i != 0, i < 2 ? "prompt/bug" : "prompt/docs"));
            }
        }
        executor.tell(executor.worked(id + "-other", name("nobody"), 1, true, "prompt/bug"));

        await().atMost(SOON).until(() -> evidence(id).getInt("versions[0].all.runs") == 4);
        JsonPath evidence = evidence(id);
        assertThat(evidence.getInt("versions[0].all.successes")).isEqualTo(3);
        assertThat(evidence.getFloat("versions[0].all.success.low")).isBetween(0.3f, 0.31f);
        assertThat(evidence.getFloat("versions[0].all.cost.mean")).isEqualTo(0.02f);
        assertThat(evidence.getFloat("versions[0].all.latency.mean")).isEqualTo(4f);
        assertThat(evidence.getList("versions[0].classes.taskClass")).containsExactly("prompt/bug", "prompt/docs");

        await().atMost(SOON).until(() -> told(id).evidence().runs() == 4);
        assertThat(told(id).evidence().meanDuration()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aProposalGrantedForGoodBecomesAnAgentOnce() {
        String role = name("kotlin").replace('-', '_');
        AgentProposal proposal = new AgentProposal(
                role,
                "Kotlin expert",
                List.of("skill_" + role),
                List.of("read_file", "teleport"),
                "You write Kotlin.",
                "haiku",
                "No agent knows Kotlin.");
        ApprovalId approval = new ApprovalId("ap-" + role);
        decided(approval, proposal, ApprovalScope.ONCE);
        decided(approval, proposal, ApprovalScope.PERMANENTLY);
        decided(approval, proposal, ApprovalScope.PERMANENTLY);

        await().atMost(SOON).until(() -> AgentsTopic.deployed(role).isPresent());
        given().get("/v1/agents/" + role)
                .then()
                .body("origin", equalTo("proposal"), "createdBy", equalTo("grace"), "latestVersion", equalTo(1));
        given().get("/v1/skills/skill_" + role).then().statusCode(200);
        assertThat(given().queryParam("role", role).get("/v1/agents").jsonPath().getList("agents"))
                .hasSize(1);

        given().delete("/v1/skills/skill_" + role).then().statusCode(409).body("detail", containsString(role));
        given().post("/v1/agents/" + role + "/retire").then().statusCode(200);
        given().delete("/v1/skills/skill_" + role).then().statusCode(204);
        given().get("/v1/skills/skill_" + role).then().statusCode(404);
    }

    @Test
    void whatIsOnItsWayIsNotBegunAgainAndManualWaits() {
        String id = draft(name("manual"), Map.of());
        executor.holds("wb:" + id + ":1:test");
        pipeline(id, Map.of("deploy", "manual")).statusCode(202);
        await().atMost(SOON).until(() -> !executor.taken("wb:" + id).isEmpty());
        pipeline(id, Map.of()).statusCode(409).body("detail", containsString("on its way already"));

        executor.tell(executor.worked("wb:" + id + ":1:test:1:1", id, 1, true, "prompt/test"));
        assertThat(awaitState(id, "waiting").getString("stage")).isEqualTo("environment_ready");
        given().post("/v1/agents/" + id + "/deploy").then().statusCode(200);
        given().get("/v1/agents/" + id + "/pipeline")
                .then()
                .body("state", equalTo("done"), "stage", equalTo("deployed"));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheRestFlows() {
        String id = deployed(name("mumbled"));
        executor.mumble("wb:" + id);
        executor.tell(executor.worked(id + "-after", id, 1, true, "prompt/bug"));

        await().atMost(SOON).until(() -> evidence(id).getInt("versions[0].all.runs") == 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(AgentsTopic.records(Topics.deadLetters(Topics.TASK_EVENTS)))
                        .extracting(ConsumerRecord::key)
                        .contains("wb:" + id));
    }

    private static JsonPath evidence(String id) {
        return given().get("/v1/agents/" + id + "/evidence").jsonPath();
    }

    private static void decided(ApprovalId id, AgentProposal proposal, ApprovalScope scope) {
        ApprovalDecided decided = new ApprovalDecided(
                id,
                new TenantId("default"),
                ApprovalKind.AGENT_PROPOSAL,
                ApprovalSubject.nothing(),
                ApprovalDecision.GRANTED,
                scope,
                Json.mapper().valueToTree(proposal),
                "hash",
                "grace",
                null,
                Instant.now());
        executor.publish(Topics.SESSION_EVENTS, id.value(), id + ":decided", decided);
    }

    private static void brief(String id, String description) {
        given().contentType(ContentType.JSON)
                .body(Map.of("id", id, "description", description, "pipeline", Map.of("generator", "model")))
                .post("/v1/agents")
                .then()
                .statusCode(202);
    }

    private static io.restassured.response.ValidatableResponse pipeline(String id, Map<String, Object> options) {
        return given().contentType(ContentType.JSON)
                .body(options)
                .post("/v1/agents/" + id + "/pipeline")
                .then();
    }

    private static JsonPath awaitState(String id, String state) {
        await().atMost(SOON)
                .until(
                        () -> given().get("/v1/agents/" + id + "/pipeline").jsonPath(),
                        path -> state.equals(path.getString("state")));
        return given().get("/v1/agents/" + id + "/pipeline").jsonPath();
    }

    private static AgentDeployed told(String id) {
        return AgentsTopic.deployed(id).orElseThrow();
    }

    private static int onDuty(String id) {
        Integer version = given().get("/v1/agents/" + id).jsonPath().get("deployedVersion");
        return version == null ? 0 : version;
    }

    private static List<String> statuses(String id) {
        return given().get("/v1/agents/" + id + "/versions").jsonPath().getList("versions.status");
    }

    private static List<String> stages(String id) {
        return AgentsTopic.records(Topics.AGENT_EVENTS).stream()
                .filter(record -> id.equals(record.key()))
                .map(WorkbenchIT::stage)
                .toList();
    }

    private static String stage(ConsumerRecord<String, byte[]> record) {
        try {
            return RecordCodec.decode(record, RecordType.AGENT_STAGE_CHANGED)
                    .as(AgentStageChanged.class)
                    .stage();
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    private static String deployed(String id) {
        draft(id, Map.of());
        given().post("/v1/agents/" + id + "/deploy").then().statusCode(200);
        await().atMost(SOON).until(() -> AgentsTopic.deployed(id).isPresent());
        return id;
    }

    private static String draft(String id, Map<String, Object> changes) {
        Map<String, Object> body = body(changes);
        body.put("id", id);
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/agents")
                .then()
                .statusCode(201);
        return id;
    }

    private static void revise(String id, Map<String, Object> changes) {
        given().contentType(ContentType.JSON)
                .body(body(changes))
                .put("/v1/agents/" + id)
                .then()
                .statusCode(200);
    }

    private static Map<String, Object> body(Map<String, Object> changes) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "role", "tester",
                "name", "Test agent",
                "description", "An agent of the tests.",
                "skills", List.of("research"),
                "tools", List.of("read_file"),
                "systemPrompt", "You test.",
                "model", "haiku"));
        body.putAll(changes);
        return body;
    }

    private static String name(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
