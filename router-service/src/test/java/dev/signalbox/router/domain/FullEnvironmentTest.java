package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a decision is compared with to tell its saving. */
class FullEnvironmentTest {

    @Test
    void itIsTheCheapestFullEnvironmentThatCouldBeTaken() {
        TaskRouted routed = routed(TestingWorld.backend("e2b"), TestingWorld.backend("kubernetes"));

        assertThat(chosen(routed).route().backend()).isEqualTo("e2b");
        assertThat(routed.fullCost())
                .isEqualTo(cheapest(routed, "kubernetes"))
                .isGreaterThan(chosen(routed).cost());
    }

    @Test
    void aTaskInTheFullEnvironmentIsComparedWithItself() {
        TaskRouted routed = routed(TestingWorld.backend("kubernetes"));

        assertThat(routed.fullCost()).isEqualTo(chosen(routed).cost());
    }

    @Test
    void withoutOneThatLivesItIsThePriceListsReference() {
        BackendAnnounced silent = Altered.with(
                TestingWorld.backend("kubernetes"), "announcedAt", TestingWorld.NOW.minus(Duration.ofHours(1)));
        String listed = TestingWorld.PRICES.fullEnvironment();
        TaskRouted routed = routed(TestingWorld.backend("local"), silent);

        assertThat(routed.fullCost()).isEqualTo(cheapest(routed, listed));
    }

    private static Candidate chosen(TaskRouted routed) {
        return java.util.Objects.requireNonNull(routed.decision().chosen());
    }

    private static Money cheapest(TaskRouted routed, String backend) {
        return routed.decision().candidates().stream()
                .filter(candidate -> candidate.route().backend().equals(backend))
                .map(Candidate::cost)
                .min(Money::compareTo)
                .orElseThrow();
    }

    private static TaskRouted routed(BackendAnnounced... backends) {
        RoutingResult result =
                TestingWorld.route(TestingWorld.snapshot(backends), TaskSpec.ofCode("python", "print(1)"));
        return ((RoutingResult.Routed) result).task();
    }
}
