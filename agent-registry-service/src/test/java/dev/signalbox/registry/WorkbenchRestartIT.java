package dev.signalbox.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@QuarkusTestResource(value = LeftOnItsWay.class, restrictToAnnotatedClass = true)
class WorkbenchRestartIT {

    private static ScriptedExecutor executor;

    @BeforeAll
    static void begin() {
        executor = new ScriptedExecutor();
    }

    @AfterAll
    static void end() throws InterruptedException {
        executor.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {LeftOnItsWay.DUE, LeftOnItsWay.UNPUBLISHED, LeftOnItsWay.ENDED})
    void aNewInstanceGoesOnWhereAKilledOneWas(String id) {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> given().get("/v1/agents/" + id).jsonPath().getString("status"),
                        status -> status.equals("deployed"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> AgentsTopic.deployed(id).isPresent());
        assertThat(executor.taken("wb:" + id).size())
                .as("no test is paid twice")
                .isLessThanOrEqualTo(1);
    }
}
