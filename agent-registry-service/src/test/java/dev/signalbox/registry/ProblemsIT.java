package dev.signalbox.registry;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class ProblemsIT {

    @Test
    void brokenJsonIsMalformed() {
        problem(given().contentType(ContentType.JSON).body("{\"name\": ").post("/v1/agents"), 400);
        problem(given().contentType(ContentType.JSON).body("[1, 2]").post("/v1/agents"), 400);
        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"skills\": {\"a\": 1}}")
                        .post("/v1/skills/x"),
                405);
        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"skills\": {\"a\": 1}}")
                        .post("/v1/agents"),
                400);
        problem(given().contentType(ContentType.JSON).body("null").post("/v1/agents"), 400);
        problem(given().contentType(ContentType.JSON).post("/v1/agents"), 400);
    }

    @Test
    void unknownThingsAreNotFound() {
        problem(given().get("/v1/agents/nobody"), 404);
        problem(given().get("/v1/agents/not%20an%20id"), 404);
        problem(given().get("/v1/skills/nobody"), 404);
        problem(given().get("/v1/templates/nobody"), 404);
        problem(given().get("/v1/nothing"), 404);
    }

    @Test
    void otherMethodsAndMediaTypesAreRefused() {
        problem(given().delete("/v1/agents/ceo"), 405);
        problem(given().contentType("text/plain").body("hello").post("/v1/agents"), 415);
        problem(given().accept("text/csv").get("/v1/agents"), 406);
    }

    @Test
    void limitsAreNamed() {
        problem(
                        given().contentType(ContentType.JSON)
                                .body(agent("x".repeat(257 * 1024)))
                                .post("/v1/agents"),
                        413)
                .then()
                .body("detail", containsString("/systemPrompt"), "extensions.field", equalTo("/systemPrompt"));
        problem(
                        given().contentType(ContentType.JSON)
                                .body(agent("x".repeat(600 * 1024)))
                                .post("/v1/agents"),
                        413)
                .then()
                .body("detail", containsString("524288"));
    }

    @Test
    void bodyFarOverTheLimitIsAProblemToo() {
        problem(
                given().contentType(ContentType.JSON)
                        .body(agent("x".repeat(12 * 1024 * 1024)))
                        .post("/v1/agents"),
                413);
    }

    @Test
    void bodyOfUnknownLengthIsRefusedAtTheLimit() throws Exception {
        HttpResponse<String> answer = postChunked("/v1/agents", " ".repeat(700 * 1024));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("urn:signalbox:problem:too-large");
    }

    @Test
    void bodyOfUnknownLengthIsReadBelowTheLimit() throws Exception {
        assertThat(postChunked("/v1/agents", "{}").statusCode()).isEqualTo(422);
        assertThat(postChunked("/v1/agents", "").statusCode()).isEqualTo(400);
        assertThat(postChunked("/v1/agents/ceo/deploy", "").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> postChunked(String path, String body) throws Exception {
        URI uri = URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void wrongFieldsAreNamed() {
        problem(given().contentType(ContentType.JSON).body("{}").post("/v1/agents"), 422)
                .then()
                .body("detail", containsString("/systemPrompt is missing"));
        problem(given().contentType(ContentType.JSON).body("{\"name\": \"x\"}").post("/v1/skills"), 422);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/agents?limit=0, limit, role",
        "/v1/agents?limit=many, limit, role",
        "/v1/agents?status=gone, status, skill",
        "/v1/agents?cursor=rubbish, cursor, q",
        "/v1/agents?roles=lead, roles, role",
        "/v1/agents?skill=not%20one, skill, cursor",
        "/v1/skills?status=draft, status, q",
        "/v1/templates?limit=201, limit, cursor",
        "/v1/policies?limit=1, limit,",
        "/v1/agents/ceo?version=0, version, version"
    })
    void wrongParametersAreNamedWithThoseThatThereAre(String path, String parameter, String known) {
        problem(given().urlEncodingEnabled(false).get(path), 400)
                .then()
                .body("type", equalTo("urn:signalbox:problem:invalid-parameter"))
                .body("parameter", equalTo(parameter))
                .body("known", known == null ? hasSize(0) : hasItem(known));
    }

    @Test
    void documentShowsExamples() {
        String document = given().accept(ContentType.JSON).get("/q/openapi").asString();

        assertThat(document).contains("/v1/templates/{id}/agents", "release_writer", "Payments auditor", "NewSkill");
    }

    @Test
    void isReady() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
    }

    private static Response problem(Response answer, Integer... statuses) {
        assertThat(answer.statusCode()).as(answer.asString()).isIn((Object[]) statuses);
        answer.then()
                .contentType("application/problem+json")
                .body("type", notNullValue(), "title", notNullValue(), "status", equalTo(answer.statusCode()));
        return answer;
    }

    private static Map<String, Object> agent(String prompt) {
        return Map.of("role", "r", "name", "n", "description", "d", "systemPrompt", prompt);
    }
}
