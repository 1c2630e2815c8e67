package dev.signalbox.executor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.signalbox.contracts.testing.MetricsPage;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The service as it is started: configuration, readiness, meters. */
@QuarkusTest
@WithTestResource(SignalboxServers.class)
@TestProfile(ExecutorApplicationIT.Noop.class)
class ExecutorApplicationIT {

    /** It lives on while other tests of this process run: with the local backend it would take part in their work. */
    public static final class Noop implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("signalbox.executor.backend", "noop");
        }
    }

    @Test
    void isReadyWhenItsLoopsRunAndTellsItsMeters() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body("checks.find { it.name == 'execution-loops' }.data.backend", equalTo("noop")));

        String metrics = given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("signalbox_attempts_total{backend=\"noop\",outcome=\"timed_out\"}"))
                .body(containsString("signalbox_attempts_running"))
                .body(containsString("signalbox_attempt_run_seconds"))
                .extract()
                .asString();
        assertThat(MetricsPage.read().faults(MetricsPage.Scrape.of(metrics))).isEmpty();
    }
}
