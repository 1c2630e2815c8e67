package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.testing.MetricsPage;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class TasksIT {

    @Inject
    Neighbours neighbours;

    private static TaskId newTask() {
        return new TaskId(Identifiers.timeOrdered(Instant.now()));
    }

    @Test
    void showsATaskAsItsOwnerKnowsIt() {
        TaskId task = newTask();
        neighbours.knows(task, "default", TaskStatus.SUCCEEDED);
        given().get("/v1/tasks/" + task)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("taskId", equalTo(task.value()))
                .body("status", equalTo("succeeded"))
                .body("result.stdout.text", equalTo("hello\n"));
    }

    @Test
    void doesNotShowTheTaskOfAnotherTenant() {
        TaskId task = newTask();
        neighbours.knows(task, "somebody-else", TaskStatus.RUNNING);
        for (String path : List.of("", "/events", "/decision")) {
            given().get("/v1/tasks/" + task + path).then().statusCode(404);
        }
        given().post("/v1/tasks/" + task + "/cancel").then().statusCode(404);
        assertThat(neighbours.published(Topics.TASK_COMMANDS, task.value())).isEmpty();
    }

    @Test
    void listsTasksOfTheTenantByWhatIsAsked() {
        neighbours.answers("GET /internal/tasks", 200, "{\"tasks\":[],\"next\":\"c2\"}");
        given().queryParam("status", "failed")
                .queryParam("session", "list-test")
                .queryParam("backend", "local")
                .queryParam("from", "2026-11-20T09:00:00+01:00")
                .queryParam("to", "2026-11-21T00:00:00Z")
                .queryParam("cursor", "a+b/c=")
                .queryParam("limit", "200")
                .get("/v1/tasks")
                .then()
                .statusCode(200)
                .body("tasks", hasSize(0))
                .body("next", equalTo("c2"));
        String uri = neighbours.asked("/internal/tasks?").stream()
                .map(request -> request.getString("uri"))
                .filter(asked -> asked.contains("list-test"))
                .findFirst()
                .orElseThrow();
        assertThat(java.net.URLDecoder.decode(uri.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8))
                .contains("tenant=default")
                .contains("status=failed")
                .contains("session=list-test")
                .contains("backend=local")
                .contains("from=2026-11-20T08:00:00Z")
                .contains("to=2026-11-21T00:00:00Z")
                .contains("cursor=a+b/c=")
                .contains("limit=200");
    }

    @Test
    void cancelsWithTheReason() throws Exception {
        TaskId task = newTask();
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        given().contentType(ContentType.JSON)
                .body("{\"reason\":\"changed my mind\"}")
                .post("/v1/tasks/" + task + "/cancel")
                .then()
                .statusCode(202)
                .header("Location", endsWith("/v1/tasks/" + task))
                .body("status", equalTo("running"));
        var record = neighbours.published(Topics.TASK_COMMANDS, task.value()).getFirst();
        CancelTask command = RecordCodec.decode(record, RecordType.REVIEW_TASK).as(CancelTask.class);
        assertThat(command.reason()).isEqualTo("changed my mind");
        assertThat(RecordCodec.text(record.headers(), RecordCodec.CE_ID)).isEqualTo(task + ":cancel");
    }

    /** As Java's own client comes, which asks for HTTP/2 by an upgrade. */
    @Test
    void cancelsAndAnswersOverHttp2() throws Exception {
        TaskId task = newTask();
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (String request : List.of("/cancel", "/answers", "/cancel")) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://localhost:" + RestAssured.port + "/v1/tasks/" + task + request))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"reason\":\"enough\",\"questionId\":\"q\",\"answer\":\"yes\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            }
        }
    }

    @Test
    void cancelsWithoutABody() {
        TaskId task = newTask();
        neighbours.knows(task, "default", TaskStatus.QUEUED);
        given().post("/v1/tasks/" + task + "/cancel").then().statusCode(202);
        assertThat(neighbours.published(Topics.TASK_COMMANDS, task.value())).hasSize(1);
    }

    @Test
    void doesNotCancelWhatHasEndedOrIsUnknown() {
        TaskId task = newTask();
        neighbours.knows(task, "default", TaskStatus.FAILED);
        given().post("/v1/tasks/" + task + "/cancel")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:signalbox:problem:conflict"))
                .body("detail", containsString("failed"));
        given().post("/v1/tasks/" + newTask() + "/cancel").then().statusCode(404);
        assertThat(neighbours.published(Topics.TASK_COMMANDS, task.value())).isEmpty();
    }

    @Test
    void refusesAReasonThatIsALongStory() {
        given().contentType(ContentType.JSON)
                .body("{\"reason\":\"" + "x".repeat(501) + "\"}")
                .post("/v1/tasks/t1/cancel")
                .then()
                .statusCode(413)
                .body("detail", containsString("500"));
    }

    @Test
    void explainsATask() {
        TaskId task = newTask();
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        given().get("/v1/tasks/" + task + "/decision")
                .then()
                .statusCode(404)
                .body("detail", containsString("decision"));
        neighbours.answers(
                "GET /internal/tasks/" + task + "/decision",
                200,
                "{\"taskId\":\"" + task
                        + "\",\"attempt\":2,\"input\":{\"x\":1.50},\"decidedAt\":\"2026-11-20T08:00:00Z\"}");
        given().get("/v1/tasks/" + task + "/decision?attempt=2")
                .then()
                .statusCode(200)
                .body("attempt", equalTo(2))
                .body("input.x", notNullValue());
        assertThat(neighbours
                        .asked("/internal/tasks/" + task + "/decision")
                        .getLast()
                        .getString("uri"))
                .endsWith("?attempt=2");
    }

    @Test
    void saysWhyATaskDidNotGoElsewhere() {
        TaskId task = newTask();
        String path = "/v1/tasks/" + task + "/decision/why-not";
        given().get(path + "?backend=e2b").then().statusCode(404);
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        given().get(path).then().statusCode(400).body("parameter", equalTo("backend"));
        given().get(path + "?backend=e2b").then().statusCode(404).body("detail", containsString("decision"));
        neighbours.answers(
                "GET /internal/tasks/" + task + "/decision",
                200,
                "{\"taskId\":\"" + task
                        + "\",\"attempt\":1,\"input\":{\"x\":1.50},\"decidedAt\":\"2026-11-20T08:00:00Z\"}");
        neighbours.answers(
                "POST /internal/why-not",
                200,
                "{\"backend\":\"e2b\",\"state\":\"rejected\",\"answer\":\"not announced\",\"changes\":"
                        + "[{\"kind\":\"backend\",\"words\":\"an executor announced it\"}],\"decisions\":3}");

        given().get(path + "?backend=e2b&tier=quick&attempt=1")
                .then()
                .statusCode(200)
                .body("state", equalTo("rejected"))
                .body("changes[0].kind", equalTo("backend"));

        JsonObject question =
                new JsonObject(neighbours.asked("/internal/why-not").getLast().getString("body"));
        assertThat(question.getJsonObject("input").getDouble("x")).isEqualTo(1.5);
        assertThat(question.getString("tier")).isEqualTo("quick");
        neighbours.answers("POST /internal/why-not", 404, "{}");
        given().get(path + "?backend=nowhere")
                .then()
                .statusCode(404)
                .body("detail", containsString("no backend nowhere"));
        neighbours.answers("POST /internal/why-not", 500, "{}");
        given().get(path + "?backend=e2b").then().statusCode(503);
    }

    @Test
    void asksTheRouterWithoutRunningAnything() {
        neighbours.answers(
                "POST /internal/routes",
                200,
                "{\"taskId\":\"preview\",\"attempt\":1,\"decidedAt\":\"2026-11-20T08:00:00Z\"}");
        given().contentType(ContentType.JSON)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("tracestate", "congo=t61rcWkgMzE")
                .header("baggage", "user=ada")
                .body("{\"prompt\":\"preview me\",\"tier\":\"quick\"}")
                .post("/v1/routes")
                .then()
                .statusCode(200)
                .body("taskId", equalTo("preview"));
        JsonObject asked = neighbours.asked("/internal/routes").getLast();
        JsonObject request = new JsonObject(asked.getString("body"));
        assertThat(request.getJsonObject("task").getString("prompt")).isEqualTo("preview me");
        assertThat(request.getString("tenant")).isEqualTo("default");
        assertThat(asked.getJsonObject("headers").getString("traceparent")).contains("0af7651916cd43dd");
        assertThat(asked.getJsonObject("headers").getString("tracestate")).isEqualTo("congo=t61rcWkgMzE");
        assertThat(asked.getJsonObject("headers").getString("baggage")).isNull();
        assertThat(neighbours.published(Topics.TASK_REQUESTS, request.getString("taskId")))
                .isEmpty();

        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/routes")
                .then()
                .statusCode(422);
    }

    @Test
    void asksTheRouterForATeam() {
        neighbours.answers("POST /internal/team-recommendations", 200, """
                {"members":[{"role":"senior_developer","memoryGib":6,"cpus":2,"because":"writes"}],"memoryGib":6,"cpus":2,
                "estimatedTime":"PT8M","complexity":"low","taskType":"documentation","reasoning":"one is enough"}
                """);
        given().contentType(ContentType.JSON)
                .body("{\"prompt\":\"Fix typo in README\"}")
                .post("/v1/team-recommendations")
                .then()
                .statusCode(200)
                .body("members[0].role", equalTo("senior_developer"))
                .body("complexity", equalTo("low"))
                .body("estimatedTime", equalTo("PT8M"));
        JsonObject asked = neighbours.asked("/internal/team-recommendations").getLast();
        assertThat(new JsonObject(asked.getString("body")).getString("prompt")).isEqualTo("Fix typo in README");

        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/team-recommendations")
                .then()
                .statusCode(422);
    }

    @Test
    void saysWhichNeighbourIsMissing() {
        TaskId task = newTask();
        neighbours.answers("GET /internal/tasks/" + task, 500, "{\"secret\":\"stack trace\"}");
        given().get("/v1/tasks/" + task)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:unavailable"))
                .body("detail", containsString("session-service"));
    }

    @Test
    void passesAgentsThrough() {
        neighbours.answers("POST /v1/agents", 201, "{\"id\":\"a-1\"}", "http://127.0.0.1:1/v1/agents/a-1?version=1");
        given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .header("Cookie", "c=1")
                .body("{\"role\":\"ceo\"}")
                .post("/v1/agents?dry=run&x=%20y")
                .then()
                .statusCode(201)
                .header("Location", "/v1/agents/a-1?version=1")
                .header("X-Trace-Id", notNullValue())
                .body("id", equalTo("a-1"));
        JsonObject asked = neighbours.asked("/v1/agents").getLast();
        assertThat(asked.getString("uri")).isEqualTo("/v1/agents?dry=run&x=%20y");
        assertThat(asked.getString("body")).isEqualTo("{\"role\":\"ceo\"}");
        assertThat(asked.getJsonObject("headers").getString("x-signalbox-tenant"))
                .isEqualTo("default");
        assertThat(asked.getJsonObject("headers").getString("traceparent")).isNotNull();
        assertThat(asked.getJsonObject("headers").getString("cookie")).isNull();

        given().get("/v1/skills/none").then().statusCode(404).body("title", equalTo("not here"));
        neighbours.answers("GET /v1/templates", 200, "[1,2]");
        given().get("/v1/templates").then().statusCode(200).body("$", hasItems(1, 2));
        given().get("/v1/agentsandmore").then().statusCode(404).body("title", equalTo("There is no such thing"));
    }

    @Test
    void storesAPolicyAfterTheRouterFoundNothingWrongWithIt() {
        neighbours.answers("POST /internal/policies/check", 204, "");
        neighbours.answers("PUT /v1/policies/careful", 201, "{\"label\":\"careful@1\"}");
        given().contentType(ContentType.JSON)
                .header("If-Match", "\"1-1\"")
                .body("{\"parameters\":{\"x\":1}}")
                .put("/v1/policies/careful")
                .then()
                .statusCode(201)
                .body("label", equalTo("careful@1"));
        JsonObject stored = neighbours.asked("/v1/policies/careful").getLast();
        assertThat(stored.getString("body")).isEqualTo("{\"parameters\":{\"x\":1}}");
        assertThat(stored.getJsonObject("headers").getString("if-match")).isEqualTo("\"1-1\"");
        assertThat(neighbours.asked("/internal/policies/check").getLast().getString("body"))
                .isEqualTo(stored.getString("body"));

        int before = neighbours.asked("/v1/policies/careful").size();
        neighbours.answers("POST /internal/policies/check", 422, "{\"detail\":\"parameters: x is not known here\"}");
        given().contentType(ContentType.JSON)
                .body("{\"parameters\":{\"x\":1}}")
                .put("/v1/policies/careful")
                .then()
                .statusCode(422)
                .body("detail", containsString("x is not known here"));
        assertThat(neighbours.asked("/v1/policies/careful")).hasSize(before);

        neighbours.answers("DELETE /v1/policies/careful", 204, "");
        given().delete("/v1/policies/careful").then().statusCode(204);
    }

    @Test
    void passesReplaysAndComparisonsToTheRouter() {
        neighbours.answers("POST /internal/replays", 202, "{\"replayId\":\"r1\"}", "/v1/replays/r1");
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/replays")
                .then()
                .statusCode(202)
                .header("Location", "/v1/replays/r1");
        neighbours.answers("GET /internal/replays/r1", 200, "{\"state\":\"done\"}");
        given().get("/v1/replays/r1").then().statusCode(200).body("state", equalTo("done"));
        neighbours.answers("GET /internal/policies/careful/comparison", 200, "{\"policy\":\"careful@1\"}");
        given().get("/v1/policies/careful/comparison?since=PT1H").then().body("policy", equalTo("careful@1"));
        assertThat(neighbours
                        .asked("/internal/policies/careful/comparison")
                        .getLast()
                        .getString("uri"))
                .endsWith("?since=PT1H");
        given().get("/v1/replays/../policies/x").then().statusCode(404);
    }

    @Test
    void boundsWhatItPassesThrough() {
        given().contentType(ContentType.JSON)
                .body(new byte[8 * 1024 * 1024 + 1])
                .post("/v1/agents")
                .then()
                .statusCode(413);
    }

    @Test
    void pointsAtItsDocumentation() {
        given().get("/").then().statusCode(200).body("openapi", equalTo("/q/openapi"));
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    @Test
    void becomesReadyAndCounts() {
        Awaitility.await()
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        given().get("/q/health/live").then().statusCode(200);
        String metrics = given().get("/q/metrics").asString();
        assertThat(metrics).contains("signalbox_gateway_waits").contains("signalbox_gateway_streams");
        assertThat(MetricsPage.read().faults(MetricsPage.Scrape.of(metrics))).isEmpty();
    }
}
