package dev.signalbox.session.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.app.webhooks.Signature;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@TestProfile(ApprovalsIT.WithRouter.class)
class ApprovalsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AgentProposal PROPOSAL = new AgentProposal(
            "welder", "Welder", List.of("welding"), List.of("read_file"), "You weld.", "sonnet", "Nobody welds.");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final RecordCodec codec = new RecordCodec("/test");
    private final TaskId task = new TaskId(UUID.randomUUID().toString());
    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());
    private RecordPublisher publisher;

    /** A router that proposes a welder, whatever it is asked. */
    public static final class WithRouter implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            HttpServer router = server();
            router.createContext(
                    "/internal/agent-matches",
                    exchange -> answer(exchange, 200, new AgentMatches(List.of(), PROPOSAL)));
            router.createContext("/internal/snapshot", exchange -> answer(exchange, 200, Map.of("agents", List.of())));
            return Map.of(
                    "signalbox.session.router-url",
                    "http://127.0.0.1:" + router.getAddress().getPort(),
                    "signalbox.session.webhooks.first-back-off",
                    "1s",
                    "signalbox.session.webhooks.disable-after",
                    "2");
        }
    }

    @BeforeEach
    void connect() {
        publisher = RecordPublisher.connect(kafka, "test-" + task, Map.of());
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void aTaskThatNobodyCanDoGoesOnWithTheAgentThatAHumanPermits() {
        send(Topics.TASK_ROUTES, "rejected", rejected());
        String approval = awaitApproval();
        given().get("/internal/tasks/" + task).then().body("status", equalTo("awaiting_approval"));
        given().header("X-Signalbox-Tenant", "other")
                .get("/v1/approvals/" + approval)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");

        decide(approval, "grant", 200).body("status", equalTo("granted")).body("decidedBy", equalTo("ann"));
        decide(approval, "grant", 200);
        decide(approval, "refuse", 409).body("detail", containsString("granted once by ann"));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.TASK_REQUESTS)).hasSize(1));
        TaskRequested again = request(0);
        AgentId granted = again.agents().getFirst().agentId();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.among()).containsExactly(granted);
        assertThat(granted.value()).startsWith("welder_");

        send(Topics.TASK_ROUTES, "routed", routed(again));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read("executions-local")).hasSize(1));
        assertThat(decoded("executions-local", 0, RecordType.EXECUTION_REQUESTED, ExecutionRequested.class)
                        .agents())
                .extracting(agent -> agent.agentId())
                .containsExactly(granted);
        given().get("/internal/tasks/" + task + "/decision")
                .then()
                .body("decision.explanation", equalTo(Samples.decision().explanation()));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(types()).containsExactly("TaskAccepted", "TaskAwaitingApproval", "TaskDispatched"));

        send(Topics.EXECUTION_RESULTS, "finished", outOfMemory());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.TASK_REQUESTS)).hasSize(2));
        assertThat(request(1).attempt()).isEqualTo(2);
        assertThat(request(1).agents()).isEqualTo(again.agents());
        assertThat(request(1).among()).containsExactly(granted);
    }

    @Test
    void refusedTheTaskFailsWithTheComment() {
        send(Topics.TASK_ROUTES, "rejected", rejected());

        decide(awaitApproval(), "refuse", 200);

        await().atMost(SOON)
                .untilAsserted(() -> given().get("/internal/tasks/" + task)
                        .then()
                        .body("status", equalTo("failed"))
                        .body("result.problem.type", equalTo("urn:signalbox:problem:approval-refused"))
                        .body("result.problem.detail", containsString("because I say so")));
    }

    @Test
    void whoCancelsATaskWithdrawsWhatItAsked() {
        send(Topics.TASK_ROUTES, "rejected", rejected());
        String approval = awaitApproval();

        send(Topics.TASK_COMMANDS, "cancel", new CancelTask(task, "enough", Instant.now()));

        await().atMost(SOON)
                .untilAsserted(() -> get("/v1/approvals/" + approval).body("status", equalTo("withdrawn")));
        get("/v1/approvals").body("items", hasSize(0));
        get("/v1/approvals?status=all").body("items", hasSize(1));
        decide(approval, "grant", 409);
    }

    @Test
    void anAgentMayCallWhatAHumanPermitsAndWhenItsTaskEndsNobodyIsAskedAnyMore() {
        TaskRequested request = Samples.request();
        send(
                Topics.TASK_ROUTES,
                "routed",
                routed(new TaskRequested(task, tenant, null, 1, List.of(), List.of(), request.task(), Instant.now())));
        send(
                Topics.EXECUTION_PROGRESS,
                "started",
                new AttemptStarted(task, 1, 1, "local", "w", Isolation.NAMESPACES, Instant.now()));
        send(Topics.EXECUTION_PROGRESS, "q1", question("q1", 1));
        String approval = awaitApproval();
        assertThat(approval).isEqualTo(task + ":q1");
        get("/v1/approvals?kind=tool_call").body("items[0].details.tool", equalTo("run_command"));

        decide(approval, "grant", 200);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.EXECUTION_CONTROL)).hasSize(1));
        assertThat(decoded(Topics.EXECUTION_CONTROL, 0, RecordType.QUESTION_ANSWERED, QuestionAnswered.class)
                        .answer())
                .isEqualTo(ProposedCall.PERMITTED);

        send(Topics.EXECUTION_PROGRESS, "q2", question("q2", 2));
        String open = awaitApproval();
        send(Topics.EXECUTION_RESULTS, "finished", failed());
        await().atMost(SOON).untilAsserted(() -> get("/v1/approvals/" + open).body("status", equalTo("withdrawn")));
    }

    @Test
    void whatNobodyDecidesExpiresAndWhoAskedIsTold() {
        ApprovalId id = new ApprovalId("wf:" + task.value().substring(0, 8) + ":quote:1");
        publish(
                Topics.SESSION_EVENTS,
                id.value(),
                id + ":requested",
                new ApprovalRequested(
                        id,
                        tenant,
                        ApprovalKind.WORKFLOW_QUOTE,
                        ApprovalSubject.nothing(),
                        "Spend $3",
                        "A quote.",
                        JsonNodeFactory.instance.objectNode(),
                        "abc",
                        Instant.now().plusSeconds(4),
                        Instant.now()));
        awaitApproval();
        given().header("X-Signalbox-Tenant", tenant.value())
                .contentType("application/json")
                .body(Map.of("decision", "grant", "hash", "xyz"))
                .post("/v1/approvals/" + id + "/decision")
                .then()
                .statusCode(409);

        await().atMost(SOON).untilAsserted(() -> get("/v1/approvals/" + id).body("status", equalTo("expired")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(TopicRecords.of(kafka, Topics.SESSION_EVENTS).stream()
                                .filter(record -> id.value().equals(record.key()))
                                .filter(record ->
                                        RecordType.APPROVAL_DECIDED.ceType().equals(RecordCodec.typeOf(record)))
                                .map(record -> decode(record, RecordType.APPROVAL_DECIDED, ApprovalDecided.class)
                                        .decision()))
                        .containsExactly(ApprovalDecision.EXPIRED));
    }

    @Test
    void aWebhookIsToldSignedAndAgainUntilItTakesIt() throws Exception {
        List<Received> received = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        HttpServer receiver = server();
        receiver.createContext("/hook", exchange -> {
            received.add(Received.of(exchange));
            answer(exchange, calls.getAndIncrement() == 0 ? 500 : 204, Map.of());
        });
        JsonNode hook = register("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");

        given().header("X-Signalbox-Tenant", tenant.value())
                .contentType("application/json")
                .body(Map.of("taskDescription", "Weld a gate", "requiredSkills", List.of("welding")))
                .post("/v1/approvals/proposals")
                .then()
                .statusCode(201)
                .header("Location", containsString("/v1/approvals/proposal:"))
                .body("details.role", equalTo("welder"));

        await().atMost(SOON).until(() -> received.size() >= 2);
        Received first = received.get(0);
        Received second = received.get(1);
        assertThat(second.id).isEqualTo(first.id);
        assertThat(second.body).isEqualTo(first.body).contains("\"type\":\"approval.requested\"");
        assertThat(second.signature)
                .isEqualTo(Signature.of(
                        hook.get("secret").asText(),
                        second.id,
                        Instant.ofEpochSecond(Long.parseLong(second.timestamp)),
                        second.body));
        await().atMost(SOON)
                .untilAsserted(() -> get("/v1/webhooks/" + hook.get("id").asText())
                        .body("failures", equalTo(0))
                        .body("secret", equalTo(null))
                        .body("lastFailure", equalTo("it answered 500")));
        receiver.stop(0);
    }

    @Test
    void aWebhookThatNeverAnswersIsDisabledAndSaysWhy() throws Exception {
        HttpServer receiver = server();
        receiver.createContext("/hook", exchange -> answer(exchange, 302, Map.of()));
        JsonNode hook = register("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        given().header("X-Signalbox-Tenant", tenant.value())
                .contentType("application/json")
                .body(Map.of("taskDescription", "Weld a gate"))
                .post("/v1/approvals/proposals")
                .then()
                .statusCode(201);

        String path = "/v1/webhooks/" + hook.get("id").asText();
        await().atMost(SOON)
                .untilAsserted(() -> get(path)
                        .body("status", equalTo("disabled"))
                        .body("disabledBecause", startsWith("2 tries in a row failed, the last one: it answered 302")));
        given().header("X-Signalbox-Tenant", tenant.value()).delete(path).then().statusCode(204);
        given().header("X-Signalbox-Tenant", tenant.value()).get(path).then().statusCode(404);
        receiver.stop(0);
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        given().header("X-Signalbox-Tenant", tenant.value())
                .contentType("application/json")
                .body(Map.of("url", "ftp://example.org"))
                .post("/v1/webhooks")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", containsString("https://"));
    }

    private record Received(String id, String timestamp, String signature, String body) {

        static Received of(HttpExchange exchange) throws IOException {
            return new Received(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private JsonNode register(String url) throws IOException {
        return Json.mapper()
                .readTree(given().header("X-Signalbox-Tenant", tenant.value())
                        .contentType("application/json")
                        .body(Map.of("url", url))
                        .post("/v1/webhooks")
                        .then()
                        .statusCode(201)
                        .body("secret", startsWith("whsec_"))
                        .extract()
                        .asString());
    }

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = status == 204 ? new byte[0] : Json.mapper().writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The id of the one thing that the tenant is asked. */
    private String awaitApproval() {
        await().atMost(SOON).untilAsserted(() -> get("/v1/approvals").body("items", hasSize(1)));
        return get("/v1/approvals").extract().path("items[0].approvalId");
    }

    private io.restassured.response.ValidatableResponse get(String path) {
        return given().header("X-Signalbox-Tenant", tenant.value())
                .get(path)
                .then()
                .statusCode(200);
    }

    private io.restassured.response.ValidatableResponse decide(String approval, String decision, int status) {
        return given().header("X-Signalbox-Tenant", tenant.value())
                .header("X-Signalbox-Actor", "ann")
                .contentType("application/json")
                .body(Map.of("decision", decision, "comment", "because I say so"))
                .post("/v1/approvals/" + approval + "/decision")
                .then()
                .statusCode(status);
    }

    private TaskRejected rejected() {
        TaskRequested request = new TaskRequested(
                task,
                tenant,
                null,
                1,
                List.of(),
                List.of(),
                TaskSpec.ofCode("python", "print('x' * 10 ** 10)"),
                Instant.now());
        ObjectNode decision = Json.mapper().valueToTree(Samples.decision());
        decision.remove("chosen");
        decision.set("problem", Json.mapper().valueToTree(ProblemType.NO_AGENT.because("nobody welds")));
        decision.set("proposedAgent", Json.mapper().valueToTree(PROPOSAL));
        decision.put("explanation", "nobody welds");
        return new TaskRejected(
                request,
                ProblemType.NO_AGENT.because("nobody welds"),
                Json.mapper().convertValue(decision, RouteDecision.class),
                JsonNodeFactory.instance.objectNode(),
                Samples.AT);
    }

    private static TaskRouted routed(TaskRequested request) {
        return new TaskRouted(request, Samples.decision(), JsonNodeFactory.instance.objectNode(), Samples.AT);
    }

    private QuestionAsked question(String id, int index) {
        return new QuestionAsked(
                task,
                1,
                1,
                index,
                id,
                "May I?",
                Instant.now().plusSeconds(600),
                new ProposedCall(
                        "run_command", JsonNodeFactory.instance.objectNode().put("command", "ls")),
                Instant.now());
    }

    private AttemptFinished outOfMemory() {
        return finished(
                AttemptFinished.Outcome.LIMIT_EXCEEDED,
                0,
                ProblemType.RESOURCE_LIMIT.because("too much", Map.of("resource", "memory")));
    }

    private AttemptFinished failed() {
        return finished(AttemptFinished.Outcome.FAILED, 0, ProblemType.EXIT_CODE.because("1"));
    }

    private AttemptFinished finished(
            AttemptFinished.Outcome outcome, int progress, dev.signalbox.contracts.problem.Problem problem) {
        AttemptFinished sample = Samples.finished();
        return new AttemptFinished(
                task,
                1,
                1,
                outcome,
                false,
                137,
                sample.stdout(),
                sample.stderr(),
                List.of(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                progress,
                problem,
                Instant.now());
    }

    private void send(String topic, String id, Object body) {
        publish(topic, task.value(), task + ":" + id, body);
    }

    private void publish(String topic, String key, String id, Object body) {
        publisher
                .publish(codec.encode(topic, key, id, body, Instant.now(), null))
                .toCompletableFuture()
                .join();
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        return TopicRecords.of(kafka, topic).stream()
                .filter(record -> task.value().equals(record.key()))
                .toList();
    }

    private List<String> types() {
        return read(Topics.TASK_EVENTS).stream()
                .map(record ->
                        Objects.requireNonNull(RecordCodec.typeOf(record)).split("\\.")[2])
                .toList();
    }

    private TaskRequested request(int index) {
        return decoded(Topics.TASK_REQUESTS, index, RecordType.TASK_REQUESTED, TaskRequested.class);
    }

    private <T> T decoded(String topic, int index, RecordType type, Class<T> body) {
        return decode(read(topic).get(index), type, body);
    }

    private static <T> T decode(ConsumerRecord<String, byte[]> record, RecordType type, Class<T> body) {
        try {
            return RecordCodec.decode(record, type).as(body);
        } catch (dev.signalbox.contracts.kafka.UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
