package dev.signalbox.session.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.domain.workflows.ScriptedModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@QuarkusTestResource(value = PricingRouter.class, restrictToAnnotatedClass = true)
class WorkflowsIT {

    private static final Duration SOON = Duration.ofSeconds(40);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    Pool pool;

    private final String tenant = UUID.randomUUID().toString();
    private ScriptedExecutor executor;

    @BeforeEach
    void start() {
        PricingRouter.AWAY.set(false);
        executor = new ScriptedExecutor(kafka, ScriptedModels.failingOnce());
    }

    @AfterEach
    void stop() throws InterruptedException {
        executor.close();
    }

    private RequestSpecification client() {
        return given().header("X-Signalbox-Tenant", tenant).contentType("application/json");
    }

    private String begin() {
        return client().body("{\"goal\": \"Build a full-stack shop\", \"budget\": \"5\"}")
                .post("/v1/workflows")
                .then()
                .statusCode(202)
                .body("status", equalTo("planning"))
                .extract()
                .path("workflowId");
    }

    private Response view(String id) {
        return client().get("/v1/workflows/" + id);
    }

    private void awaitStatus(String id, String status) {
        await().atMost(SOON).until(() -> view(id).path("status"), status::equals);
    }

    /** As the inbox would do it. */
    private void grant(String id) {
        ApprovalRequested asked = await().atMost(SOON)
                .until(() -> asked(view(id).path("approval.id")), Optional::isPresent)
                .orElseThrow();
        ApprovalDecided decided = new ApprovalDecided(
                asked.approvalId(),
                asked.tenant(),
                asked.kind(),
                asked.subject(),
                ApprovalDecision.GRANTED,
                ApprovalScope.ONCE,
                asked.details(),
                asked.hash(),
                "ada",
                null,
                asked.at());
        String key = asked.approvalId().value();
        try (RecordPublisher publisher = RecordPublisher.connect(kafka, "inbox", Map.of())) {
            var record = new RecordCodec("/signalbox/test")
                    .encode(Topics.SESSION_EVENTS, key, key + ":decided", decided, asked.at(), null);
            publisher.publish(List.of(record, record)).toCompletableFuture().join();
        }
    }

    private Optional<ApprovalRequested> asked(String approval) {
        return TopicRecords.of(kafka, Topics.SESSION_EVENTS).stream()
                .filter(record -> approval.equals(record.key()))
                .filter(record -> "dev.signalbox.ApprovalRequested.v1".equals(RecordCodec.typeOf(record)))
                .map(record -> read(record.value(), ApprovalRequested.class))
                .findFirst();
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BigDecimal cap(String id) {
        return account(id).getBigDecimal("cap");
    }

    private io.vertx.mutiny.sqlclient.Row account(String id) {
        return pool.preparedQuery("select cap, closed from session.accounts where tenant = $1 and session_id = $2")
                .execute(Tuple.of(tenant, id))
                .await()
                .atMost(Duration.ofSeconds(5))
                .iterator()
                .next();
    }

    @Test
    void aGoalIsPlannedQuotedApprovedWorkedOnReviewedAndReported() {
        String id = begin();
        awaitStatus(id, "awaiting_approval");
        assertThat(cap(id)).isEqualByComparingTo("5");
        view(id).then().body("agents", hasSize(5)).body("quote.runnable", equalTo(true));

        grant(id);
        awaitStatus(id, "completed");

        client().get("/v1/workflows/" + id + "/report")
                .then()
                .body("steps.tries", equalTo(List.of(1, 1, 2, 1, 1)))
                .body("reviewFailures", equalTo(1))
                .body("cost", equalTo("0.21"))
                .body("approvedBy", equalTo("ada"));
        List<String> words = client().get("/v1/workflows/" + id + "/events").path("items.message");
        assertThat(words).contains("Frontend Expert is creating React components", "ada approved the quote");
        List<String> tasks = TopicRecords.of(kafka, Topics.TASK_REQUESTS).stream()
                .map(record -> record.key())
                .filter(key -> key.startsWith("wf:" + id + ":"))
                .toList();
        assertThat(tasks).hasSize(21).doesNotHaveDuplicates();
        await("the account is closed").atMost(SOON).until(() -> account(id).getBoolean("closed"));
    }

    @Test
    void aWorkflowThatEndedGoesOnFromAStepWithItsAccountOpen() {
        String id = begin();
        awaitStatus(id, "awaiting_approval");
        grant(id);
        awaitStatus(id, "completed");
        await().atMost(SOON).until(() -> account(id).getBoolean("closed"));

        client().body("{\"from\": \"Tests\"}")
                .post("/v1/workflows/" + id + "/retry")
                .then()
                .statusCode(200)
                .body("status", equalTo("running"));
        awaitStatus(id, "completed");

        client().get("/v1/workflows/" + id + "/report").then().body("steps.tries", equalTo(List.of(1, 1, 2, 1, 2)));
    }

    @Test
    void whileTheRouterIsAwayTheQuoteWaitsAndSaysSo() {
        PricingRouter.AWAY.set(true);
        String id = begin();
        await().atMost(SOON)
                .until(() -> "" + view(id).path("because"), because -> because.contains("the router cannot be asked"));
        PricingRouter.AWAY.set(false);

        awaitStatus(id, "awaiting_approval");
    }

    @Test
    void anEditedTeamIsAskedForAgain() {
        String id = begin();
        awaitStatus(id, "awaiting_approval");
        JsonNode view = read(view(id).asByteArray(), JsonNode.class);
        view.path("agents")
                .forEach(agent -> ((com.fasterxml.jackson.databind.node.ObjectNode) agent).put("model", "opus"));

        client().body("{\"agents\": " + view.path("agents") + ", \"budget\": \"7\"}")
                .put("/v1/workflows/" + id + "/team")
                .then()
                .statusCode(200);
        await().atMost(SOON).until(() -> "" + view(id).path("approval.id"), approval -> approval.endsWith(":quote:2"));

        assertThat(cap(id)).isEqualByComparingTo("7");
        assertThat(TopicRecords.of(kafka, Topics.SESSION_EVENTS))
                .anyMatch(record -> (id + ":quote:1").equals(record.key())
                        && "dev.signalbox.ApprovalWithdrawn.v1".equals(RecordCodec.typeOf(record)));
        client().body("{\"agents\": []}")
                .put("/v1/workflows/" + id + "/team")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", containsString("2 to 20 agents"));
    }

    @Test
    void whatIsWrongIsToldAndOthersSeeNothing() {
        client().body("{\"goal\": \" \", \"budget\": \"-1\"}")
                .post("/v1/workflows")
                .then()
                .statusCode(422)
                .body("detail", containsString("/goal"))
                .body("detail", containsString("/budget"));
        client().body("{\"goal\": ").post("/v1/workflows").then().statusCode(400);
        String id = begin();
        given().header("X-Signalbox-Tenant", "somebody-else")
                .get("/v1/workflows/" + id)
                .then()
                .statusCode(404);
        client().post("/v1/workflows/" + id + "/resume").then().statusCode(409);
        client().get("/v1/workflows?status=nonsense").then().statusCode(400);
        client().body("{\"reason\": \"a test\"}")
                .post("/v1/workflows/" + id + "/cancel")
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"));
        client().get("/v1/workflows?status=cancelled").then().body("items", hasSize(1));
    }

    @Test
    void theSameIdempotencyKeyBeginsTheSameWorkflow() {
        String key = UUID.randomUUID().toString();
        String first = client().header("Idempotency-Key", key)
                .body("{\"goal\": \"Do it\"}")
                .post("/v1/workflows")
                .path("workflowId");
        String second = client().header("Idempotency-Key", key)
                .body("{\"goal\": \"Do it\"}")
                .post("/v1/workflows")
                .path("workflowId");

        assertThat(second).isEqualTo(first);
        client().get("/v1/workflows").then().body("items", hasSize(1));
    }
}
