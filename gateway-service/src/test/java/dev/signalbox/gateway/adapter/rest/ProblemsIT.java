package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class ProblemsIT {

    @TestHTTPResource
    URI gateway;

    private static ValidatableResponse problem(Response response, ProblemType type) {
        return response.then()
                .statusCode(type.status())
                .contentType("application/problem+json")
                .body("type", equalTo(type.uri().toString()))
                .body("title", equalTo(type.title()))
                .body("status", equalTo(type.status()))
                .body("traceId", matchesPattern("[0-9a-f]{32}"));
    }

    private static Response submit(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/tasks");
    }

    @Test
    void refusesPagesOfElsewhereWhereNoKeyIsAsked() {
        problem(given().header("Origin", "https://evil.example").get("/v1/tasks"), ProblemType.FORBIDDEN)
                .body("detail", containsString("SIGNALBOX_API_KEYS"));
        problem(given().header("Host", "rebound.example").get("/v1/tasks"), ProblemType.FORBIDDEN);
        problem(given().header("Origin", "http://localhost:5173").get("/v1/tasks/nowhere"), ProblemType.NOT_FOUND);
    }

    @Test
    void saysWhereJsonGoesWrongWithoutQuotingIt() {
        problem(submit("{\"prompt\": \"s3cret\",\n  \"code\": [s3cret]}"), ProblemType.MALFORMED_REQUEST)
                .body("detail", containsString("line 2"))
                .body("line", equalTo(2))
                .body("column", equalTo(12))
                .body("detail", not(containsString("s3cret")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{", "{\"prompt\":\"x\"} trailing", "nul", "\u0001"})
    void refusesWhatIsNotJson(String body) {
        problem(submit(body), ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void refusesJsonThatIsNoTask() {
        problem(submit("[]"), ProblemType.INVALID_TASK);
        problem(submit("\"s3cret\""), ProblemType.INVALID_TASK).body("detail", not(containsString("s3cret")));
        problem(submit("null"), ProblemType.INVALID_TASK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"objective\":\"s3cret\"} | /objective | cheapest, balanced, fastest, best",
                "{\"timeout\":\"s3cret\"} | /timeout | 30s",
                "{\"maximumCost\":\"s3cret\"} | /maximumCost | amount",
                "{\"priority\":\"s3cret\"} | /priority | integer",
                "{\"code\":\"s3cret\"} | /code | list",
                "{\"code\":[{\"source\":{\"s3cret\":1}}]} | /code/0/source | text",
                "{\"environment\":[\"s3cret\"]} | /environment | object",
                "{\"agent\":\"s3 cret\"} | /agent | 1 to 64 characters",
                "{\"taskId\":\"s3 cret\"} | /taskId | 1 to 64 characters",
                "{\"sessionId\":{\"s3cret\":2}} | /sessionId | 1 to 64 characters"
            })
    void namesTheFieldOfAWrongTypeWithoutQuotingIt(String body, String field, String message) {
        problem(submit(body), ProblemType.INVALID_TASK)
                .body("errors.field", hasItem(field))
                .body("errors[0].message", containsString(message))
                .body("detail", not(containsString("s3cret")))
                .body("errors[0].message", not(containsString("s3cret")));
    }

    @Test
    void namesEverythingThatIsWrongWithATask() {
        problem(
                        submit(
                                "{\"code\":[{\"language\":\"cobol\",\"source\":\" \"}],\"tier\":\"huge\",\"priority\":10,\"timeout\":\"25h\"}"),
                        ProblemType.INVALID_TASK)
                .body("errors.field", hasItem("/code/0/language"))
                .body("errors.field", hasItem("/code/0/source"))
                .body("errors.field", hasItem("/tier"))
                .body("errors.field", hasItem("/priority"))
                .body("errors.field", hasItem("/timeout"));
    }

    @Test
    void refusesATaskWithNothingToDo() {
        problem(submit("{}"), ProblemType.INVALID_TASK).body("detail", containsString("prompt"));
    }

    @Test
    void namesTheLimitThatAFieldPasses() {
        problem(submit("{\"prompt\":\"" + "x".repeat(256 * 1024 + 1) + "\"}"), ProblemType.TOO_LARGE)
                .body("errors[0].field", equalTo("/prompt"))
                .body("errors[0].message", containsString("262144"));
    }

    @Test
    void refusesABodyOverTheLimitBeforeReadingIt() throws Exception {
        byte[] body = new byte[8 * 1024 * 1024 + 1];
        HttpResponse<String> answer = send(HttpRequest.BodyPublishers.ofByteArray(body));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"limit\":8388608").contains("urn:signalbox:problem:too-large");
    }

    @Test
    void refusesABodyOverTheLimitThatDoesNotSayItsLength() throws Exception {
        byte[] body = new byte[9 * 1024 * 1024];
        HttpResponse<String> answer =
                send(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("urn:signalbox:problem:too-large");
    }

    private HttpResponse<String> send(HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/tasks"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/v1", "/v1/nowhere", "/v1/tasks/a/b", "/q/nowhere", "/internal/tasks"})
    void knowsNothingAtOtherAddresses(String path) {
        problem(given().get(path), ProblemType.NOT_FOUND);
    }

    @Test
    void refusesOtherMethods() {
        problem(given().delete("/v1/tasks"), ProblemType.METHOD_NOT_ALLOWED).header("Allow", containsString("POST"));
        problem(given().put("/v1/tasks/t1"), ProblemType.METHOD_NOT_ALLOWED).header("Allow", containsString("GET"));
        problem(given().get("/v1/routes"), ProblemType.METHOD_NOT_ALLOWED).header("Allow", containsString("POST"));
        problem(given().post("/v1/tasks/t1/events"), ProblemType.METHOD_NOT_ALLOWED)
                .header("Allow", "GET");
    }

    @Test
    void refusesWhatItCannotAnswerWith() {
        problem(given().accept("image/png").get("/v1/tasks/t1"), ProblemType.NOT_ACCEPTABLE);
        problem(given().accept("application/json").get("/v1/tasks/t1/events"), ProblemType.NOT_ACCEPTABLE);
    }

    @Test
    void refusesBodiesThatDoNotSayThatTheyAreJson() throws Exception {
        problem(
                given().contentType("text/plain").body("{\"prompt\":\"x\"}").post("/v1/tasks"),
                ProblemType.UNSUPPORTED_MEDIA_TYPE);
        problem(
                given().contentType("application/x-www-form-urlencoded")
                        .body("a=b")
                        .post("/v1/routes"),
                ProblemType.UNSUPPORTED_MEDIA_TYPE);
        HttpRequest untyped = HttpRequest.newBuilder(gateway.resolve("/v1/tasks"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"x\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(untyped, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(415);
        given().contentType("application/json; charset=utf-8")
                .body("{\"prompt\":\"x\"}")
                .post("/v1/tasks")
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=201, limit",
        "limit=abc, limit",
        "limit=-1, limit",
        "status=done, status",
        "from=yesterday, from",
        "to=2026, to",
        "session=a b, session",
        "statu=failed, statu",
        "tenant=acme, tenant",
        "limit=5&limit=6, limit"
    })
    void namesTheParameterThatIsWrongAndThoseThatThereAre(String query, String name) {
        problem(given().get("/v1/tasks?" + query.replace(" ", "%20")), ProblemType.INVALID_PARAMETER)
                .body("parameter", equalTo(name))
                .body("known", equalTo(List.of("backend", "cursor", "from", "limit", "session", "status", "to")));
    }

    @Test
    void refusesAnAttemptThatIsNoNumber() {
        problem(given().get("/v1/tasks/t1/decision?attempt=first"), ProblemType.INVALID_PARAMETER)
                .body("parameter", equalTo("attempt"));
    }

    @Test
    void takesAnImpossibleIdentifierForAnUnknownTask() {
        problem(given().get("/v1/tasks/%20"), ProblemType.NOT_FOUND);
        problem(given().get("/v1/tasks/" + "x".repeat(65)), ProblemType.NOT_FOUND);
        problem(given().get("/v1/tasks/%2e%2e%2finternal/events"), ProblemType.NOT_FOUND);
    }
}
