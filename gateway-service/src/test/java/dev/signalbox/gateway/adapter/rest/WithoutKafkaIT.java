package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(WithoutKafkaIT.NothingThere.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class WithoutKafkaIT {

    public static final class NothingThere implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "SIGNALBOX_KAFKA", "127.0.0.1:1",
                    "kafka.bootstrap.servers", "127.0.0.1:1",
                    "SIGNALBOX_REDIS", "redis://127.0.0.1:1",
                    "signalbox.gateway.publish-timeout", "2s");
        }
    }

    @Test
    void refusesTasksWithinTheBoundAndStaysResponsive() throws Exception {
        given().get("/").then().statusCode(200);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/tasks")
                .then()
                .statusCode(422);
        long begin = System.nanoTime();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Void>> submissions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            submissions.add(CompletableFuture.runAsync(WithoutKafkaIT::submit, clients));
        }
        clients.shutdown();
        Thread.sleep(200);
        List<Duration> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long asked = System.nanoTime();
            given().get("/").then().statusCode(200);
            answers.add(Duration.ofNanos(System.nanoTime() - asked));
        }
        // A slow moment of the machine may meet one or two of them.
        assertThat(answers.stream().sorted().toList().get(7)).isLessThan(Duration.ofSeconds(1));
        for (CompletableFuture<Void> submission : submissions) {
            submission.get(20, TimeUnit.SECONDS);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }

    private static void submit() {
        given().contentType(ContentType.JSON)
                .body("{\"prompt\":\"p\"}")
                .post("/v1/tasks")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:unavailable"))
                .body("detail", containsString("Kafka"));
    }

    @Inject
    Neighbours neighbours;

    /** What the audit trail does not know of is not done. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions", "/v1/approvals/a1/decision", "/v1/agents/a1/deploy", "/v1/anything-new"})
    void passesNoChangeOnThatTheAuditTrailDoesNotKnowOf(String path) {
        neighbours.answers("POST " + path, 200, "{}");
        given().contentType(ContentType.JSON)
                .body("{}")
                .post(path)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:unavailable"))
                .body("detail", containsString("audit trail"));

        assertThat(neighbours.asked(path)).isEmpty();
    }

    @Test
    void stillReads() {
        neighbours.answers("GET /v1/approvals/a1", 200, "{}");
        given().get("/v1/approvals/a1").then().statusCode(200);
    }

    @Test
    void isAliveButNotReady() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(503);
    }
}
