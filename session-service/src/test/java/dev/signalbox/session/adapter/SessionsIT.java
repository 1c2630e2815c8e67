package dev.signalbox.session.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over REST, with the real servers and a router that knows two kinds of work. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@QuarkusTestResource(value = FakeRouter.class, restrictToAnnotatedClass = true)
@TestProfile(SessionsIT.Quick.class)
class SessionsIT {

    /** Everything soon. */
    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "signalbox.session.delegator.concurrent-sessions", "3",
                    "signalbox.session.delegator.look-every", "1s",
                    "signalbox.session.delegator.sweep-every", "1s",
                    "signalbox.session.delegator.sweep-grace", "2s");
        }
    }

    private static final Duration SOON = Duration.ofSeconds(25);
    private static final String SMALL = "Fix the rounding of totals";
    private static final String LARGE = "Build payments with invoices, refunds and reminders for all tenants";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final RecordCodec codec = new RecordCodec("/test");
    private final String tenant = "t-" + UUID.randomUUID();
    private RecordPublisher publisher;

    @BeforeEach
    void deployAgents() {
        publisher = RecordPublisher.connect(kafka, "test-" + tenant, Map.of());
        deploy("senior_developer", "run_command", "read_file");
        deploy("test_lead", "run_command");
        deploy("senior_architect", "read_file");
        deploy("product_manager", "ask_human");
        deploy("ceo", "ask_human");
    }

    @AfterEach
    void close() {
        FakeRouter.away = false;
        publisher.close();
    }

    @Test
    void aSessionHoldsOnlyTheAgentsThatItsWorkNeedsAndLetsThemGoAtItsEnd() throws Exception {
        JsonPath created = create(SMALL, "").statusCode(201).extract().jsonPath();
        String id = created.getString("sessionId");
        String hold = tenant + "~" + id + "~senior_developer";

        assertThat(created.getList("agents.role")).isEqualTo(List.of("senior_developer"));
        assertThat(created.getString("agents[0].model")).isEqualTo("haiku");
        assertThat(created.getString("agents[0].status")).isEqualTo("starting");
        assertThat(created.getInt("savings.roles")).isEqualTo(9);
        assertThat(created.getDouble("savings.percent")).isEqualTo(85.0);
        await().atMost(SOON).untilAsserted(() -> assertThat(holds()).containsKey(hold));
        assertThat(holds().get(hold).backend()).isEqualTo("local");

        measured(hold, id, 512L << 20, "0.01", HoldMeasured.State.READY);
        await().atMost(SOON)
                .untilAsserted(() -> read(id).body("agents[0].status", equalTo("ready"))
                        .body("used.memoryGib", equalTo(0.5f))
                        .body("used.cpuSeconds", equalTo(3.0f))
                        .body("account.spent", equalTo("0.01")));

        call().delete("/v1/sessions/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("ended"))
                .body("endReason", equalTo("ended"));
        await().atMost(SOON).untilAsserted(() -> assertThat(holds()).doesNotContainKey(hold));
        call().delete("/v1/sessions/" + id).then().statusCode(200).body("endReason", equalTo("ended"));
        call().get("/v1/sessions/" + id + "/events")
                .then()
                .body(
                        "items.type",
                        contains("SessionStarted", "SessionAgentAdded", "SessionAgentReady", "SessionEnded"))
                .body("items[3].freedGib", equalTo(0.5f));
    }

    @Test
    void agentsComeAndGoWithinTheCaps() {
        String id = create(SMALL, "").statusCode(201).extract().jsonPath().getString("sessionId");

        add(id, "test_lead").statusCode(201).body("status", equalTo("starting"));
        add(id, "test_lead").statusCode(409).body("type", containsString("conflict"));
        add(id, "ceo").statusCode(409).body("type", containsString("limit-reached"));
        call().delete("/v1/sessions/" + id + "/agents/test_lead?reason=done")
                .then()
                .statusCode(200)
                .body("status", equalTo("removed"));
        add(id, "ceo").statusCode(201).body("status", equalTo("ready")).body("readyIn", equalTo("PT0S"));
        add(id, "nobody").statusCode(409);
        call().delete("/v1/sessions/" + id + "/agents/ceo").then().statusCode(200);
        add(id, "nobody").statusCode(422).body("extensions.field", equalTo("/role"));
        call().get("/v1/sessions/" + id).then().body("agents.role", contains("senior_developer"));
    }

    @Test
    void noMoreSessionsThanTheLimitAreActive() {
        String first = create(SMALL, "").statusCode(201).extract().jsonPath().getString("sessionId");
        create(SMALL, "").statusCode(201);
        create(SMALL, "").statusCode(201);

        create(SMALL, "").statusCode(409).body("type", containsString("limit-reached"));
        call().get("/v1/sessions?limit=2").then().body("items", hasSize(2));
        String next =
                call().get("/v1/sessions?limit=2").then().extract().jsonPath().getString("next");
        call().get("/v1/sessions?limit=2&cursor=" + next).then().body("items.sessionId", contains(first));
        call().delete("/v1/sessions/" + first).then().statusCode(200);
        create(SMALL, "").statusCode(201);
        call().get("/v1/sessions?status=all").then().body("items", hasSize(4));
    }

    @Test
    void anUnusedSessionWarnsAndThenTimesOutAndFreesWhatItHeld() {
        String id = create(SMALL, ",\"timeout\":\"6s\"")
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("sessionId");
        String hold = tenant + "~" + id + "~senior_developer";
        await().atMost(SOON).untilAsserted(() -> assertThat(holds()).containsKey(hold));

        await().atMost(SOON)
                .untilAsserted(() -> read(id).body("status", equalTo("ended")).body("endReason", equalTo("timed_out")));

        call().get("/v1/sessions/" + id + "/events")
                .then()
                .body("items.type", contains("SessionStarted", "SessionAgentAdded", "SessionWarned", "SessionEnded"));
        await().atMost(SOON).untilAsserted(() -> assertThat(holds()).doesNotContainKey(hold));
        submit(id, "{\"prompt\":\"more\"}").statusCode(409).body("type", containsString("session-ended"));
    }

    @Test
    void messagesReachTheAgentWithItsNextTaskOnceAndOneThatIsNotActiveCannotBeTold() throws Exception {
        String id = create(SMALL, "").statusCode(201).extract().jsonPath().getString("sessionId");

        say(id, "test_lead").statusCode(409).body("detail", containsString("add_agent_to_session"));
        say(id, "senior_developer").statusCode(201).body("messageId", equalTo(1));
        String task = submit(id, "{\"prompt\":\"Fix it\"}")
                .statusCode(202)
                .header("Location", containsString("/v1/tasks/"))
                .extract()
                .jsonPath()
                .getString("taskId");
        TaskRequested request = requested(task);
        assertThat(request.sessionId()).isEqualTo(new SessionId(id));
        assertThat(request.among()).containsExactly(new AgentId("senior_developer"));

        route(request, "0.001");
        assertThat(execution(task).messages())
                .containsExactly(new ExecutionRequested.SessionMessage(null, "mind the cents"));
        TaskRequested again = requested(
                submit(id, "{\"prompt\":\"Fix the rest\"}").extract().jsonPath().getString("taskId"));
        route(again, "0.001");
        assertThat(execution(again.taskId().value()).messages()).isEmpty();
        call().get("/v1/sessions/" + id + "/messages").then().body("items.text", contains("mind the cents"));
    }

    @Test
    void moneyIsReservedWhileATaskRunsAndSpentWhenItEnds() throws Exception {
        String id = create(SMALL, ",\"budget\":\"1\"")
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("sessionId");
        TaskRequested request = requested(
                submit(id, "{\"prompt\":\"Fix it\"}").extract().jsonPath().getString("taskId"));

        route(request, "0.01");

        assertThat(execution(request.taskId().value()).task().maximumCost()).isEqualTo(Money.of("0.25"));
        read(id).body("account.reserved", equalTo("0.25")).body("account.spent", equalTo("0"));
        finish(request, "0.2");
        await().atMost(SOON)
                .untilAsserted(
                        () -> read(id).body("account.reserved", equalTo("0")).body("account.spent", equalTo("0.2")));
        finish(request, "0.2");
        TaskRequested dear = requested(
                submit(id, "{\"prompt\":\"Fix more\"}").extract().jsonPath().getString("taskId"));
        route(dear, "0.9");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events(dear)).anyMatch(event -> event.contains("budget-exceeded")));
        read(id).body("account.reserved", equalTo("0")).body("account.spent", equalTo("0.2"));

        TaskRequested last = requested(submit(id, "{\"prompt\":\"Fix the last\",\"maximumCost\":\"0.7\"}")
                .extract()
                .jsonPath()
                .getString("taskId"));
        route(last, "0.01");
        execution(last.taskId().value());
        finish(last, "0.65");
        await().atMost(SOON)
                .untilAsserted(() -> call().get("/v1/sessions/" + id + "/events")
                        .then()
                        .body("items.because", hasItem(containsString("0.85 of 1 USD"))));
    }

    @Test
    void whatRunsWhenASessionEndsIsCancelledAndNothingIsBegunAnyMore() throws Exception {
        String id = create(SMALL, "").statusCode(201).extract().jsonPath().getString("sessionId");
        TaskRequested running = requested(
                submit(id, "{\"prompt\":\"Fix it\"}").extract().jsonPath().getString("taskId"));
        TaskRequested late = requested(
                submit(id, "{\"prompt\":\"Fix more\"}").extract().jsonPath().getString("taskId"));
        route(running, "0.01");
        execution(running.taskId().value());

        call().delete("/v1/sessions/" + id + "?reason=enough").then().statusCode(200);
        route(late, "0.01");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(records(
                                Topics.EXECUTION_CONTROL, running.taskId().value()))
                        .hasSize(1));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events(late)).anyMatch(event -> event.contains("session-ended")));
    }

    @Test
    void aTaskThatIsSentAgainWithItsKeyIsTheSameTask() {
        String id = create(SMALL, "").statusCode(201).extract().jsonPath().getString("sessionId");

        List<String> tasks = java.util.stream.Stream.of("k1", "k1", "k2")
                .map(key -> call().header("Idempotency-Key", key)
                        .body("{\"prompt\":\"Fix it\"}")
                        .post("/v1/sessions/" + id + "/tasks")
                        .jsonPath()
                        .getString("taskId"))
                .toList();

        assertThat(tasks.get(0)).isEqualTo(tasks.get(1)).isNotEqualTo(tasks.get(2));
    }

    @Test
    void aTaskThatIsMoreThanTheSessionAddsWhoIsMissing() throws Exception {
        String id = create(SMALL, "").statusCode(201).extract().jsonPath().getString("sessionId");

        submit(id, "{\"prompt\":\"" + LARGE + "\",\"agent\":\"senior_architect\"}")
                .statusCode(202);

        read(id).body("complexity", equalTo("high"))
                .body("caps.agents", equalTo(6))
                .body("agents.role", contains("senior_developer", "product_manager", "senior_architect", "test_lead"));
    }

    @Test
    void aTaskOfAFewWordsLetsNoSessionGrowAndGoesWhereItsAgentsSandboxWaits() {
        String id = create(SMALL, "").statusCode(201).extract().jsonPath().getString("sessionId");

        submit(id, "{\"prompt\":\"Build payments\",\"agent\":\"senior_architect\"}")
                .statusCode(409);
        String task = submit(id, "{\"prompt\":\"Say hello\",\"agent\":\"senior_developer\"}")
                .statusCode(202)
                .extract()
                .jsonPath()
                .getString("taskId");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(TopicRecords.of(kafka, Topics.TASK_REQUESTS).stream()
                                .filter(record -> task.equals(record.key()))
                                .map(record -> new String(record.value(), java.nio.charset.StandardCharsets.UTF_8)))
                        .singleElement()
                        .asString()
                        .contains("\"backend\":\"local\""));
    }

    /** All lists of the service: what is misspelt and ignored would answer with more than was asked for. */
    @ParameterizedTest
    @CsvSource({
        "/v1/sessions?limit=abc, limit, status",
        "/v1/sessions?stats=all, stats, status",
        "/v1/sessions?status=active&status=ended, status, cursor",
        "/v1/sessions?cursor=%21, cursor, limit",
        "/v1/approvals?limit=0, limit, kind",
        "/v1/approvals?kind=other, kind, status",
        "/v1/approvals?tenant=other, tenant, kind",
        "/v1/workflows?status=foo, status, cursor",
        "/v1/workflows?cursor=foo, cursor, status",
        "/v1/workflows?state=open, state, status",
        "/v1/workflows/w1/events?after=x, after, after",
        "/v1/webhooks?limit=5, limit,",
        "/internal/tasks?statu=failed, statu, status"
    })
    void whatTheQueryGetsWrongIsNamedWithWhatThereIs(String path, String parameter, String known) {
        call().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:invalid-parameter"))
                .body("parameter", equalTo(parameter))
                .body("known", known == null ? hasSize(0) : hasItem(known))
                .body("detail", startsWith(parameter));
    }

    @Test
    void whatIsNotThereIsAProblem() {
        call().get("/v1/nothing").then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/approvals/proposals", "/v1/approvals/x/decision", "/v1/webhooks"})
    void aBodyThatIsNotTheJsonThatIsNeededIsAProblem(String path) {
        for (String body : List.of("garbage", "[]")) {
            call().body(body)
                    .post(path)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:signalbox:problem:malformed-request"));
        }
    }

    @Test
    void sessionsThatShareHoldOneSandboxUntilTheLastOfThemEnds() {
        String one = create(SMALL, ",\"share\":true").extract().jsonPath().getString("sessionId");
        String two = create(SMALL, ",\"share\":true").extract().jsonPath().getString("sessionId");
        String hold = tenant + "~shared~senior_developer";
        await().atMost(SOON).untilAsserted(() -> assertThat(holds()).containsKey(hold));
        measured(hold, null, 512L << 20, "0.04", HoldMeasured.State.READY);
        await().atMost(SOON).untilAsserted(() -> read(two).body("account.spent", equalTo("0.02")));

        call().delete("/v1/sessions/" + one).then().statusCode(200);
        assertThat(holds()).containsKey(hold);
        call().get("/v1/sessions/" + one + "/events").then().body("items[-1].freedGib", equalTo(0));
        call().delete("/v1/sessions/" + two).then().statusCode(200);

        await().atMost(SOON).untilAsserted(() -> assertThat(holds()).doesNotContainKey(hold));
        call().get("/v1/sessions/" + two + "/events").then().body("items[-1].freedGib", greaterThan(0.4f));
    }

    @Test
    void whatNobodyHoldsIsLetGoByTheSweep() {
        String id = tenant + "~gone~ceo";
        SandboxHold orphan = new SandboxHold(
                id,
                new TenantId(tenant),
                new SessionId("gone"),
                new AgentId("ceo"),
                "local",
                "quick",
                FakeRouter.RESOURCES,
                FakeRouter.RATES,
                Instant.now().plusSeconds(3600),
                Instant.now().minusSeconds(60));

        send(Topics.SESSION_SANDBOXES, id, "orphan", orphan);

        await().atMost(SOON).untilAsserted(() -> assertThat(holds()).doesNotContainKey(id));
    }

    @Test
    void whatIsWrongIsNamedAndOthersDoNotSeeASession() {
        create("", "").statusCode(422).body("extensions.field", equalTo("/taskDescription"));
        create(SMALL, ",\"context\":{\"deadline\":\"2020-01-01T00:00:00Z\"}")
                .statusCode(422)
                .body("extensions.field", equalTo("/context/deadline"));
        create("x".repeat(65 * 1024), "").statusCode(413);
        create(SMALL, ",\"timeout\":{}").statusCode(422).body("extensions.field", equalTo("/timeout"));
        call().body("{").post("/v1/sessions").then().statusCode(400);
        String id = create(SMALL, "").extract().jsonPath().getString("sessionId");
        given().header("X-Signalbox-Tenant", "other")
                .get("/v1/sessions/" + id)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void withoutARouterASessionCannotBegin() {
        FakeRouter.away = true;

        create(SMALL, "").statusCode(503).body("type", containsString("unavailable"));
    }

    private static io.restassured.specification.RequestSpecification tenantOf(String tenant) {
        return given().header("X-Signalbox-Tenant", tenant).contentType(ContentType.JSON);
    }

    private io.restassured.specification.RequestSpecification call() {
        return tenantOf(tenant);
    }

    private ValidatableResponse create(String description, String more) {
        return call().body("{\"taskDescription\":\"" + description + "\"" + more + "}")
                .post("/v1/sessions")
                .then();
    }

    private ValidatableResponse read(String id) {
        return call().get("/v1/sessions/" + id).then();
    }

    private ValidatableResponse add(String id, String role) {
        return call().body("{\"role\":\"" + role + "\",\"reason\":\"it is needed\"}")
                .post("/v1/sessions/" + id + "/agents")
                .then();
    }

    private ValidatableResponse say(String id, String to) {
        return call().body("{\"to\":\"" + to + "\",\"text\":\"mind the cents\"}")
                .post("/v1/sessions/" + id + "/messages")
                .then();
    }

    private ValidatableResponse submit(String id, String task) {
        return call().body(task).post("/v1/sessions/" + id + "/tasks").then();
    }

    private void deploy(String role, String... tools) {
        AgentDeployed agent = new AgentDeployed(
                new AgentId(role),
                1,
                role,
                role,
                "does it",
                List.of(),
                List.of(tools),
                "You do it.",
                "haiku",
                Map.of(),
                Instant.now());
        send(Topics.AGENTS, role, "deployed", agent);
    }

    private void measured(String hold, String session, long bytes, String cost, HoldMeasured.State state) {
        Instant now = Instant.now();
        send(
                Topics.SESSION_USAGE,
                hold,
                "measured-" + now,
                new HoldMeasured(
                        hold,
                        new TenantId(tenant),
                        session == null ? null : new SessionId(session),
                        "local",
                        "w1",
                        "box",
                        state,
                        null,
                        Duration.ofSeconds(1),
                        bytes,
                        true,
                        Duration.ofSeconds(3),
                        Money.of(cost),
                        Instant.parse("2026-11-21T10:00:00Z"),
                        now));
    }

    /** What the router of a running system would have answered. */
    private void route(TaskRequested request, String expected) {
        Candidate sample = Samples.candidate();
        Candidate chosen = new Candidate(
                new Route("local", "quick", "claude-haiku-5-5", new AgentId("senior_developer")),
                FakeRouter.RESOURCES,
                0.9,
                sample.startUp(),
                sample.duration(),
                Money.of(expected),
                Money.of(expected),
                1,
                1,
                null);
        send(
                Topics.TASK_ROUTES,
                request.taskId().value(),
                "routed",
                new TaskRouted(
                        request,
                        FakeRouter.routed(Samples.decision(), chosen),
                        JsonNodeFactory.instance.objectNode(),
                        Instant.now()));
    }

    private void finish(TaskRequested request, String cost) {
        AttemptFinished sample = Samples.finished();
        send(
                Topics.EXECUTION_RESULTS,
                request.taskId().value(),
                "finished",
                new AttemptFinished(
                        request.taskId(),
                        1,
                        1,
                        AttemptFinished.Outcome.SUCCEEDED,
                        false,
                        null,
                        sample.stdout(),
                        sample.stderr(),
                        List.of(),
                        sample.timings(),
                        sample.usage(),
                        Cost.of(new Cost.Part("model", Money.of(cost), "tokens")),
                        0,
                        null,
                        Instant.now(),
                        sample.answer(),
                        sample.conversation()));
    }

    private TaskRequested requested(String task) throws Exception {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(records(Topics.TASK_REQUESTS, task)).isNotEmpty());
        return RecordCodec.decode(records(Topics.TASK_REQUESTS, task).getFirst(), RecordType.TASK_REQUESTED)
                .as(TaskRequested.class);
    }

    private ExecutionRequested execution(String task) throws Exception {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(records("executions-local", task)).hasSize(1));
        return RecordCodec.decode(records("executions-local", task).getFirst(), RecordType.EXECUTION_REQUESTED)
                .as(ExecutionRequested.class);
    }

    private List<String> events(TaskRequested task) {
        return records(Topics.TASK_EVENTS, new TaskId(task.taskId().value()).value()).stream()
                .map(record -> new String(record.value(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    private Map<String, SandboxHold> holds() {
        Map<String, SandboxHold> holds = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : TopicRecords.of(kafka, Topics.SESSION_SANDBOXES)) {
            if (record.value() == null) {
                holds.remove(record.key());
            } else {
                holds.put(record.key(), hold(record));
            }
        }
        return holds;
    }

    private static SandboxHold hold(ConsumerRecord<String, byte[]> record) {
        try {
            return RecordCodec.decode(record, RecordType.SANDBOX_HOLD).as(SandboxHold.class);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic, String key) {
        return TopicRecords.of(kafka, topic).stream()
                .filter(record -> key.equals(record.key()))
                .toList();
    }

    private void send(String topic, String key, String id, Object body) {
        publisher
                .publish(codec.encode(topic, key, key + ":" + id, body, Instant.now(), null))
                .toCompletableFuture()
                .join();
    }
}
