package dev.signalbox.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The poll of the outbox is far away here: what appears on the topic was published because the commit woke it up. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class AgentsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void deployedAgentAppearsOnTheTopicAndADraftDoesNot() {
        String id = create(Map.of("description", "Knows everything about otters."));
        assertThat(AgentsTopic.of(id)).isEmpty();

        given().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("tracestate", "congo=t61rcWkgMzE")
                .post("/v1/agents/" + id + "/deploy")
                .then()
                .statusCode(200)
                .body("status", equalTo("deployed"), "deployedVersion", equalTo(1));

        await().atMost(SOON).until(() -> AgentsTopic.deployed(id).isPresent());
        ConsumerRecord<String, byte[]> record = AgentsTopic.of(id).getFirst();
        AgentDeployed agent = AgentsTopic.read(record);
        assertThat(agent.version()).isEqualTo(1);
        assertThat(agent.description()).isEqualTo("Knows everything about otters.");
        assertThat(agent.systemPrompt()).isEqualTo("You are a test.");
        assertThat(header(record, RecordCodec.CE_ID)).isEqualTo(id + ":1");
        assertThat(header(record, RecordCodec.CE_TYPE)).isEqualTo("dev.signalbox.AgentDeployed.v1");
        assertThat(header(record, RecordCodec.TRACEPARENT)).contains("0af7651916cd43dd8448eb211c80319c");
        assertThat(header(record, RecordCodec.TRACESTATE)).isEqualTo("congo=t61rcWkgMzE");
    }

    @Test
    void newVersionIsADraftUntilItIsDeployedAndCanBeRolledBack() {
        String id = create(Map.of());
        deploy(id, null);

        given().contentType(ContentType.JSON)
                .body(body(Map.of("name", "Second")))
                .put("/v1/agents/" + id)
                .then()
                .statusCode(200)
                .body("version", equalTo(2), "deployedVersion", equalTo(1), "name", equalTo("Second"));
        given().get("/v1/agents/" + id).then().body("version", equalTo(2));
        given().get("/v1/agents/" + id + "?version=1")
                .then()
                .body("version", equalTo(1), "name", equalTo("Test agent"));
        given().get("/v1/agents/" + id + "?version=3").then().statusCode(404);

        deploy(id, null);
        deploy(id, 1);

        await().atMost(SOON).until(() -> AgentsTopic.of(id).size() == 3);
        assertThat(AgentsTopic.of(id))
                .extracting(record -> AgentsTopic.read(record).version())
                .containsExactly(1, 2, 1);
    }

    @Test
    void retiredAgentLeavesATombstone() {
        String id = create(Map.of());
        deploy(id, null);

        given().post("/v1/agents/" + id + "/retire").then().statusCode(200).body("status", equalTo("retired"));

        await().atMost(SOON).until(() -> AgentsTopic.of(id).size() == 2);
        assertThat(AgentsTopic.of(id).getLast().value()).isNull();
        given().get("/v1/agents/" + id).then().body("status", equalTo("retired"), "deployedVersion", nullValue());
        given().post("/v1/agents/" + id + "/retire").then().statusCode(200);
    }

    @Test
    void oneOfManyConcurrentUpdatesWins() throws Exception {
        String id = create(Map.of());
        String tag = given().get("/v1/agents/" + id).header("ETag");

        List<Integer> answers = concurrently(
                8,
                i -> given().contentType(ContentType.JSON)
                        .header("If-Match", tag)
                        .body(body(Map.of("name", "Writer " + i)))
                        .put("/v1/agents/" + id)
                        .statusCode());

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).filteredOn(status -> status != 200).allMatch(status -> status == 412 || status == 409);
        given().get("/v1/agents/" + id).then().body("version", equalTo(2));
    }

    @Test
    void concurrentUpdatesWithoutATagLoseNothingUnnoticed() throws Exception {
        String id = create(Map.of());

        List<Integer> answers = concurrently(
                8,
                i -> given().contentType(ContentType.JSON)
                        .body(body(Map.of("name", "Writer " + i)))
                        .put("/v1/agents/" + id)
                        .statusCode());

        assertThat(answers).allMatch(status -> status == 200 || status == 409);
        int won = (int) answers.stream().filter(status -> status == 200).count();
        given().get("/v1/agents/" + id).then().body("version", equalTo(1 + won));
    }

    @Test
    void staleTagIsRefused() {
        String id = create(Map.of());
        Response read = given().get("/v1/agents/" + id);
        String tag = read.header("ETag");
        deploy(id, null);

        given().contentType(ContentType.JSON)
                .header("If-Match", tag)
                .body(body(Map.of()))
                .put("/v1/agents/" + id)
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:precondition-failed"), "extensions.etag", notNullValue());
        given().header("If-None-Match", given().get("/v1/agents/" + id).header("ETag"))
                .get("/v1/agents/" + id)
                .then()
                .statusCode(304);
    }

    @Test
    void searchFindsByWordsAndRanksTheBestFirst() {
        String word = "zyx" + Long.toString(System.nanoTime(), 36);
        String inPrompt = create(Map.of("systemPrompt", "You know the " + word + "."));
        String inName = create(Map.of("name", "The " + word + " expert"));

        List<String> found =
                given().queryParam("q", word).get("/v1/agents").jsonPath().getList("agents.agentId");

        assertThat(found).containsExactly(inName, inPrompt);
        assertThat(given().queryParam("q", "security vulnerabilities")
                        .get("/v1/templates")
                        .jsonPath()
                        .getList("templates.id"))
                .containsExactly("security_auditor");
    }

    @Test
    void filtersByRoleSkillAndStatus() {
        String role = "role-" + UUID.randomUUID().toString().substring(0, 8);
        String skill = "skill-" + UUID.randomUUID().toString().substring(0, 8);
        String draft = create(Map.of("role", role));
        String deployed = create(Map.of("role", role, "skills", List.of(skill)));
        deploy(deployed, null);
        given().contentType(ContentType.JSON)
                .body(body(Map.of("role", role, "name", "Draft of the next")))
                .put("/v1/agents/" + deployed)
                .then()
                .statusCode(200);

        assertThat(ids(Map.of("role", role))).containsExactlyInAnyOrder(draft, deployed);
        assertThat(ids(Map.of("role", role, "status", "draft"))).containsExactly(draft);
        assertThat(ids(Map.of("skill", skill)))
                .as("the newest version has not the skill")
                .isEmpty();
        assertThat(ids(Map.of("skill", skill, "status", "deployed"))).containsExactly(deployed);
    }

    @Test
    void pagesNeitherLoseNorRepeat() {
        String role = "paged-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            all.add(create(Map.of("role", role, "name", "Otter " + i, "description", "otter ".repeat(1 + i % 4))));
        }

        for (Map<String, String> query : List.of(Map.of("role", role), Map.of("role", role, "q", "otter"))) {
            List<String> seen = new ArrayList<>();
            String cursor = null;
            do {
                var request = given().queryParams(query).queryParam("limit", 3);
                Response page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/v1/agents");
                seen.addAll(page.jsonPath().getList("agents.agentId"));
                cursor = page.jsonPath().getString("next");
                // Others come in between, before and behind the cursor.
                if (seen.size() == 6) {
                    create(Map.of("role", "elsewhere"));
                }
            } while (cursor != null);
            assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void takenNameIsAConflict() {
        String id = create(Map.of());

        given().contentType(ContentType.JSON)
                .body(body(Map.of("id", id)))
                .post("/v1/agents")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString(id));
    }

    @Test
    void templateBecomesAnAgentWithItsOwnChanges() {
        Response created = given().contentType(ContentType.JSON)
                .body(Map.of("name", "Payments auditor", "skills", List.of("payments")))
                .post("/v1/templates/security_auditor/agents");

        created.then()
                .statusCode(201)
                .header("Location", startsWith("/v1/agents/payments_auditor-"))
                .header("ETag", notNullValue())
                .body(
                        "status",
                        equalTo("draft"),
                        "template",
                        startsWith("security_auditor:"),
                        "model",
                        equalTo("opus"));
        assertThat(created.jsonPath().getList("skills", String.class)).contains("threat_modelling", "payments");
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/templates/api_specialist/agents")
                .then()
                .statusCode(201);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/templates/nobody/agents")
                .then()
                .statusCode(404);
    }

    private static List<String> ids(Map<String, String> query) {
        return given().queryParams(query).get("/v1/agents").jsonPath().getList("agents.agentId");
    }

    private static void deploy(String id, Integer version) {
        given().post("/v1/agents/" + id + "/deploy" + (version == null ? "" : "?version=" + version))
                .then()
                .statusCode(200);
    }

    private static String create(Map<String, Object> changes) {
        Response created =
                given().contentType(ContentType.JSON).body(body(changes)).post("/v1/agents");
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        String id = created.jsonPath().getString("agentId");
        assertThat(created.header("Location")).endsWith("/v1/agents/" + id);
        return id;
    }

    private static Map<String, Object> body(Map<String, Object> changes) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "role", "tester",
                "name", "Test agent",
                "description", "An agent of the tests.",
                "skills", List.of("testing"),
                "systemPrompt", "You are a test.",
                "model", "haiku",
                "configuration", Map.of("temperature", "0.1")));
        body.putAll(changes);
        return body;
    }

    private interface Call {
        int make(int index);
    }

    private static List<Integer> concurrently(int count, Call call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                calls.add(() -> call.make(index));
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return RecordCodec.text(record.headers(), name);
    }
}
