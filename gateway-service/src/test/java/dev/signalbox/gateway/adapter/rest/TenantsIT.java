package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.gateway.app.AwaitEnd;
import dev.signalbox.gateway.testing.EventClient;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(TenantsIT.TwoTenants.class)
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class TenantsIT {

    public static final class TwoTenants implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "SIGNALBOX_API_KEYS",
                    "key-a=alpha, key=b= = beta",
                    "SIGNALBOX_OPERATOR_KEYS",
                    "key-o=ada@example.org");
        }
    }

    @Inject
    Neighbours neighbours;

    @Inject
    AwaitEnd await;

    @TestHTTPResource
    String gateway;

    private static RequestSpecification alpha() {
        return given().header("Authorization", "Bearer key-a");
    }

    private static RequestSpecification beta() {
        return given().header("X-API-Key", "key=b=");
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer key-o");
    }

    private JsonObject headersOf(String path) {
        return neighbours.asked(path).getLast().getJsonObject("headers");
    }

    private static RequestSpecification prompt(RequestSpecification tenant, String body) {
        return tenant.contentType(ContentType.JSON).body(body);
    }

    @Test
    void asksForAKey() {
        for (String path : List.of(
                "/v1/tasks", "/v1/tasks/t1/events", "/v1/agents", "//v1/tasks", "/%761/tasks", "/x/../v1/tasks")) {
            for (String header : List.of("Bearer wrong", "Bearer ", "Basic key-a", "key-a")) {
                given().urlEncodingEnabled(false)
                        .header("Authorization", header)
                        .get(path)
                        .then()
                        .statusCode(401)
                        .header("WWW-Authenticate", startsWith("Bearer"))
                        .contentType("application/problem+json")
                        .body("type", equalTo("urn:signalbox:problem:unauthorised"));
            }
        }
        given().contentType(ContentType.JSON)
                .body("{\"prompt\":\"p\"}")
                .post("/v1/tasks")
                .then()
                .statusCode(401);
    }

    @Test
    void asksForNoKeyOutsideTheApi() {
        for (String path : List.of("/", "/q/openapi", "/q/health/live")) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void takesTheTenantFromTheKey() {
        String a = prompt(alpha(), "{\"prompt\":\"p\",\"tenant\":\"beta\"}")
                .post("/v1/tasks")
                .path("taskId");
        String b = prompt(beta(), "{\"prompt\":\"p\"}").post("/v1/tasks").path("taskId");
        assertThat(new String(
                        neighbours.published(Topics.TASK_REQUESTS, a).getFirst().value()))
                .contains("\"tenant\":\"alpha\"");
        assertThat(new String(
                        neighbours.published(Topics.TASK_REQUESTS, b).getFirst().value()))
                .contains("\"tenant\":\"beta\"");

        alpha().get("/v1/tasks/" + a).then().statusCode(200).body("tenant", equalTo("alpha"));
        beta().get("/v1/tasks/" + a).then().statusCode(404);
    }

    @Test
    void keepsTasksApart() throws Exception {
        TaskId task = new TaskId(Identifiers.timeOrdered(Instant.now()));
        neighbours.knows(task, "alpha", TaskStatus.RUNNING);
        neighbours.tells(task, Neighbours.completed(task));
        neighbours.answers(
                "GET /internal/tasks/" + task + "/decision",
                200,
                "{\"taskId\":\"x\",\"attempt\":1,\"decidedAt\":\"2026-11-20T08:00:00Z\"}");
        for (String path : List.of("", "/events", "/decision")) {
            alpha().get("/v1/tasks/" + task + path).then().statusCode(200);
            beta().get("/v1/tasks/" + task + path).then().statusCode(404);
        }
        beta().post("/v1/tasks/" + task + "/cancel").then().statusCode(404);
        try (EventClient client =
                EventClient.open(gateway + "v1/tasks/" + task + "/events", null, "X-API-Key", "key-a")) {
            assertThat(client.rest()).hasSize(1);
        }
    }

    @Test
    void policiesAndReplaysAreNotForOtherTenants() {
        for (String path : List.of("/v1/policies", "/v1/policies/x", "/v1/policies/x/comparison", "/v1/replays/r")) {
            beta().get(path).then().statusCode(403).contentType("application/problem+json");
            assertThat(neighbours.asked(path)).isEmpty();
        }
        operator().header("X-Signalbox-Tenant", "beta").get("/v1/replays/of-an-operator");
        assertThat(neighbours.asked("/internal/replays/of-an-operator")).isNotEmpty();
    }

    @Test
    void deadLettersAreForOperators() {
        for (String path : List.of("/v1/dead-letters", "/v1/dead-letters/x-0-1", "/v1/dead-letters/replay")) {
            for (RequestSpecification other :
                    List.of(alpha(), beta().header("X-Signalbox-Operator", "ada@example.org"))) {
                prompt(other, "{}")
                        .post(path)
                        .then()
                        .statusCode(403)
                        .contentType("application/problem+json")
                        .body("type", equalTo("urn:signalbox:problem:forbidden"))
                        .body("detail", containsString("SIGNALBOX_OPERATOR_KEYS"));
            }
            given().get(path).then().statusCode(401);
            assertThat(neighbours.asked(path)).isEmpty();
        }
        operator().get("/v1/dead-letters/x-0-2");
        assertThat(headersOf("/v1/dead-letters/x-0-2").getString("x-signalbox-operator"))
                .isEqualTo("ada@example.org");
    }

    @Test
    void letsOperatorsActAsATenantAndNobodyElse() {
        operator().get("/v1/approvals/by-an-operator");
        JsonObject own = headersOf("/v1/approvals/by-an-operator");
        assertThat(own.getString("x-signalbox-tenant")).isEqualTo("default");
        assertThat(own.getString("x-signalbox-actor")).isEqualTo("ada@example.org");
        assertThat(own.getString("x-signalbox-operator")).isEqualTo("ada@example.org");

        operator()
                .header("X-Signalbox-Tenant", "beta")
                .header("X-Signalbox-Operator", "somebody")
                .get("/v1/approvals/as-beta");
        JsonObject asBeta = headersOf("/v1/approvals/as-beta");
        assertThat(asBeta.getString("x-signalbox-tenant")).isEqualTo("beta");
        assertThat(asBeta.getString("x-signalbox-operator")).isEqualTo("ada@example.org");

        alpha().header("X-Signalbox-Tenant", "beta")
                .header("X-Signalbox-Operator", "ada@example.org")
                .get("/v1/approvals/as-alpha");
        JsonObject asAlpha = headersOf("/v1/approvals/as-alpha");
        assertThat(asAlpha.getString("x-signalbox-tenant")).isEqualTo("alpha");
        assertThat(asAlpha.containsKey("x-signalbox-operator")).isFalse();
    }

    @Test
    void listsAndAsksTheRegistryAsTheTenant() {
        neighbours.answers("GET /internal/tasks", 200, "{\"tasks\":[]}");
        beta().get("/v1/tasks?tenant=alpha&session=of-alpha")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("tenant"));
        assertThat(neighbours.asked("/internal/tasks?"))
                .noneSatisfy(request -> assertThat(request.getString("uri")).contains("of-alpha"));
        beta().get("/v1/tasks?session=of-beta").then().statusCode(200);
        assertThat(neighbours.asked("/internal/tasks?"))
                .filteredOn(request -> request.getString("uri").contains("of-beta"))
                .allSatisfy(request -> assertThat(request.getString("uri"))
                        .contains("tenant=beta")
                        .doesNotContain("alpha"));
        beta().get("/v1/agents/who");
        var headers = neighbours.asked("/v1/agents/who").getLast().getJsonObject("headers");
        assertThat(headers.getString("x-signalbox-tenant")).isEqualTo("beta");
        assertThat(headers.getString("x-api-key")).isNull();
    }

    @Test
    void keepsIdempotencyKeysApart() {
        String a = prompt(alpha(), "{\"prompt\":\"a\"}")
                .header("Idempotency-Key", "same")
                .post("/v1/tasks")
                .path("taskId");
        Response b = prompt(beta(), "{\"prompt\":\"b\"}")
                .header("Idempotency-Key", "same")
                .post("/v1/tasks");
        b.then().statusCode(202);
        assertThat(b.<String>path("taskId")).isNotEqualTo(a);
    }

    @Test
    void doesNotWaitForTheResultOfAnotherTenantsTask() throws Exception {
        TaskId task = new TaskId(Identifiers.timeOrdered(Instant.now()));
        neighbours.knows(task, "alpha", TaskStatus.RUNNING);
        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> prompt(beta(), "{\"prompt\":\"p\",\"taskId\":\"" + task + "\"}")
                        .header("Prefer", "wait=3")
                        .post("/v1/tasks"));
        Awaitility.await().until(() -> await.open() == 1);
        neighbours.knows(task, "alpha", TaskStatus.SUCCEEDED);
        neighbours.publishes(task, Neighbours.completed(task));
        Response got = answer.get(20, TimeUnit.SECONDS);
        got.then().statusCode(202);
        assertThat(got.asString()).doesNotContain("hello");
    }

    /** Whoever has no key cannot fill the audit trail: twenty a minute from an address, the rest is counted. */
    @Test
    void someOfTheRefusedStandInTheAuditTrail() throws Exception {
        for (int i = 0; i < 30; i++) {
            given().header("X-API-Key", "guessed-key-" + i)
                    .post("/v1/sessions")
                    .then()
                    .statusCode(401);
        }
        alpha().get("/v1/dead-letters").then().statusCode(403);

        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(refusals()).isNotEmpty());
        assertThat(refusals()).hasSizeLessThanOrEqualTo(20).allSatisfy(refusal -> {
            assertThat(refusal).doesNotContain("guessed-key");
            assertThat(refusal)
                    .contains("\"actor\":\"nobody\"", "\"phase\":\"refused\"", "\"status\":401")
                    .contains("\"problem\":\"unauthorised\"", "\"source\":\"127.0.0.1\"");
        });
    }

    private List<String> refusals() {
        return neighbours.published(Topics.AUDIT_EVENTS, "unauthenticated").stream()
                .map(record -> new String(record.value(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }
}
