package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.InputJson;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentFloorTest {

    /** The recorded input of a task that may run in both worlds, with another probability that it needs the full one. */
    private static RouteDecision decide(double fullProbability, boolean escalate) throws IOException {
        RoutingResult result = TestingWorld.route(
                TestingWorld.snapshot(TestingWorld.backend("local"), TestingWorld.backend("scrapybara")),
                TaskSpec.ofCode("python", "print(1)"));
        JsonNode input = Json.mapper()
                .readTree(Json.mapper()
                        .writeValueAsBytes(
                                ((RoutingResult.Routed) result).task().input()));
        ((ObjectNode) input.get("profile")).put("fullProbability", fullProbability);
        ((ObjectNode) input.get("request")).put("escalate", escalate);
        return RoutingPolicy.decide(InputJson.read(input));
    }

    @ParameterizedTest
    @CsvSource({
        "0.05, true, local",
        "0.05, false, local",
        "0.49, true, local",
        "0.49, false, scrapybara",
        "0.21, false, scrapybara",
        "0.51, true, scrapybara"
    })
    void aSandboxIsTakenWhereItSufficesAndMoreSurelyWhereAFailureIsFinal(
            double fullProbability, boolean escalate, String backend) throws IOException {
        assertThat(decide(fullProbability, escalate).chosen().route().backend()).isEqualTo(backend);
    }
}
