package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis takes connections and says nothing: worse than being away. */
@QuarkusTest
@TestProfile(WithoutRedisIT.SilentRedis.class)
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class WithoutRedisIT {

    public static final class SilentRedis implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + silentPort());
        }

        /** Open as long as the test JVM; the kernel accepts for it. */
        private static @Nullable ServerSocket silent;

        private static int silentPort() {
            try {
                silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
                return silent.getLocalPort();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Inject
    Neighbours neighbours;

    @Test
    void acceptsTasksAllTheSame() {
        long begin = System.nanoTime();
        given().contentType(ContentType.JSON)
                .body("{\"prompt\":\"p\"}")
                .post("/v1/tasks")
                .then()
                .statusCode(202);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void givesTheSameTaskForTheSameKeyAllTheSame() {
        Response one = submit();
        Response other = submit();
        assertThat(one.statusCode()).isEqualTo(202);
        assertThat(other.<String>path("taskId")).isEqualTo(one.path("taskId"));
    }

    private static Response submit() {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "k-1")
                .body("{\"prompt\":\"p\"}")
                .post("/v1/tasks");
    }

    @Test
    void saysThatEventsAreNotToBeHad() {
        TaskId task = new TaskId(Identifiers.timeOrdered(Instant.now()));
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        given().get("/v1/tasks/" + task + "/events")
                .then()
                .statusCode(503)
                .body("type", equalTo("urn:signalbox:problem:unavailable"));
        given().get("/v1/tasks/" + task).then().statusCode(200);
    }
}
