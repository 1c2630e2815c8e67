package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What holds for every decision, over made-up tasks and machines. */
class RoutingPropertiesTest {

    private static final int DECISIONS = 1000;
    private static final String[] WORDS = {"install", "server", "docker", "sort", "sum", "database", "x"};

    @Test
    void aDecisionHasEitherARouteOrAProblem() {
        forAll(decision -> {
            assertThat(decision.chosen() == null).isEqualTo(decision.problem() != null);
            assertThat(decision.chosen() == null).isEqualTo(decision.rates() == null);
            assertThat(decision.explanation()).isNotBlank().doesNotContain("null");
        });
    }

    @Test
    void theChosenRouteIsTheFirstAndNoneOfTheRejected() {
        forAll(decision -> {
            if (decision.chosen() != null) {
                assertThat(decision.candidates().getFirst()).isEqualTo(decision.chosen());
                assertThat(decision.chosen().rejection()).isNull();
            }
            assertThat(decision.candidates())
                    .isSortedAccordingTo(Comparator.comparing(candidate -> candidate.rejection() != null));
        });
    }

    @Test
    void noEligibleCandidateScoresBetterThanTheChosen() {
        forAll(decision -> decision.candidates().stream()
                .filter(Candidate::eligible)
                .forEach(candidate -> assertThat(candidate.score())
                        .isGreaterThanOrEqualTo(decision.chosen().score())));
    }

    @Test
    void probabilitiesAndCostsAreInTheirBounds() {
        forAll(decision -> decision.candidates().forEach(candidate -> {
            assertThat(candidate.successProbability()).isBetween(0.0, 1.0);
            assertThat(candidate.cost()).isGreaterThanOrEqualTo(Money.ZERO);
            assertThat(candidate.expectedTotalCost()).isGreaterThanOrEqualTo(candidate.cost());
        }));
    }

    @Test
    void theCostIsTheRateTimesTheTime() {
        forAll(decision -> {
            Candidate chosen = decision.chosen();
            if (chosen != null && chosen.route().model() == null) {
                assertThat(chosen.cost())
                        .isEqualTo(decision.rates()
                                .cost(chosen.resources(), chosen.startUp().plus(chosen.duration())));
            }
        });
    }

    @Test
    void theChosenRouteKeepsTheCeiling() {
        forAll(decision -> {
            if (decision.chosen() != null) {
                assertThat(decision.chosen().cost()).isLessThanOrEqualTo(Money.of("0.01"));
            }
        });
    }

    private static void forAll(Consumer<RouteDecision> check) {
        Random random = new Random(23);
        int routed = 0;
        for (int i = 0; i < DECISIONS; i++) {
            RouteDecision decision = decide(random, i);
            routed += decision.chosen() == null ? 0 : 1;
            check.accept(decision);
        }
        assertThat(routed).as("both kinds of decision occur").isBetween(DECISIONS / 4, DECISIONS - 20);
    }

    private static RouteDecision decide(Random random, int i) {
        List<dev.signalbox.contracts.backend.BackendAnnounced> backends = new ArrayList<>();
        for (String name : List.of("local", "e2b", "scrapybara")) {
            if (random.nextInt(3) > 0) {
                backends.add(TestingWorld.backend(name));
            }
        }
        StringBuilder source = new StringBuilder("print(1) # ");
        for (int n = random.nextInt(6); n > 0; n--) {
            source.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        boolean prompt = random.nextInt(6) == 0;
        TaskSpec task = new TaskSpec(
                prompt ? source.toString() : null,
                prompt
                        ? List.of()
                        : TaskSpec.ofCode("python", source.toString()).code(),
                List.of(),
                null,
                null,
                List.of(),
                Map.of(),
                random.nextInt(5) == 0 ? "sonnet" : null,
                random.nextInt(5) == 0 ? "heavy" : null,
                random.nextInt(5) == 0 ? "local" : null,
                null,
                Objective.values()[random.nextInt(4)],
                null,
                Money.of("0.01"),
                null,
                Map.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
        Snapshot snapshot =
                TestingWorld.snapshot(backends, List.of(TestingWorld.agent("ceo", "haiku", "java")), List.of());
        return switch (TestingWorld.router(snapshot).route(TestingWorld.request("t" + i, task), TestingWorld.NOW)) {
            case RoutingResult.Routed routed -> routed.task().decision();
            case RoutingResult.Rejected rejected -> rejected.task().decision();
        };
    }
}
