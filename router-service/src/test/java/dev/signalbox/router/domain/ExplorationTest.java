package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplorationTest {

    private static final int MANY = 4000;
    private static final double SHARE = 0.1;
    private static final Snapshot LOCAL = TestingWorld.snapshot(TestingWorld.backend("local"));
    private static final TaskSpec TASK = TaskSpec.ofCode("python", "print(1)");

    private static RouteDecision decide(String task, double share) {
        return decide(TestingWorld.request(task, TASK), share);
    }

    private static RouteDecision decide(TaskRequested request, double share) {
        RoutingResult result = TestingWorld.router(
                        LOCAL, TestingWorld.PRICES, TestingWorld.POLICY.policy().exploring(share))
                .route(request, TestingWorld.NOW);
        return ((RoutingResult.Routed) result).task().decision();
    }

    @Test
    void chanceDecidesTheShareOfThePolicyAndNoMore() {
        Map<String, Integer> taken = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            RouteDecision decision = decide("task-" + i, SHARE);
            taken.merge(decision.chosen().route().label(), 1, Integer::sum);
            assertThat(decision.explored())
                    .isEqualTo(!decision.chosen().route().label().equals("local/quick"));
        }
        // Four standard deviations of the binomial distribution.
        double deviation = 4 * Math.sqrt(SHARE * (1 - SHARE) / MANY);
        assertThat(1 - taken.get("local/quick") / (double) MANY).isCloseTo(SHARE, within(deviation));
        assertThat(taken).as("heavy costs more than thrice as much").containsOnlyKeys("local/quick", "local/medium");
    }

    @Test
    void theSameTaskIsAlwaysDecidedInTheSameWay() {
        assertThat(decide("task-7", 0.5)).isEqualTo(decide("task-7", 0.5));
    }

    @Test
    void propensitiesAddUpToOneAndTheTakenOneIsInTheDecision() {
        for (int i = 0; i < 100; i++) {
            RouteDecision decision = decide("task-" + i, SHARE);
            assertThat(decision.candidates().stream()
                            .mapToDouble(Candidate::propensity)
                            .sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(decision.propensity()).isEqualTo(decision.chosen().propensity());
        }
    }

    @Test
    void anExploredRouteIsSaidToBeOne() {
        RouteDecision explored = java.util.stream.IntStream.range(0, MANY)
                .mapToObj(i -> decide("task-" + i, SHARE))
                .filter(RouteDecision::explored)
                .findFirst()
                .orElseThrow();
        assertThat(explored.explanation())
                .contains("Chance chose this route, as it does for 10 % of the tasks")
                .contains("local/quick would have been taken");
    }

    @Test
    void furtherAttemptsAreNotLeftToChance() {
        for (int i = 0; i < 200; i++) {
            TaskRequested again = new TaskRequested(
                    new dev.signalbox.contracts.TaskId("task-" + i),
                    TaskRequested.DEFAULT_TENANT,
                    null,
                    2,
                    List.of(new PreviousAttempt(1, "local", "quick", null, "backend_failed", null)),
                    List.of(),
                    TASK,
                    TestingWorld.NOW);
            assertThat(decide(again, 0.5).propensity()).isEqualTo(1);
        }
    }

    @Test
    void theExpectedTotalCostIsThatOfThePlan() {
        RouteDecision decision = decide("task-1", 0);
        double sum = 0;
        for (PlannedAttempt step : decision.plan()) {
            sum += step.probability() * step.cost().usd().doubleValue();
        }
        assertThat(decision.plan()).hasSize(3);
        assertThat(decision.chosen().expectedTotalCost().usd())
                .isCloseTo(BigDecimal.valueOf(sum), within(new BigDecimal("0.000000002")));
    }

    @Test
    void theNextRouteCostsWhatThePlanSaid() {
        RouteDecision first = decide("task-1", 0);
        TaskRequested escalated = new TaskRequested(
                new dev.signalbox.contracts.TaskId("task-1"),
                TaskRequested.DEFAULT_TENANT,
                null,
                2,
                List.of(new PreviousAttempt(1, "local", "quick", null, "limit_exceeded", "memory")),
                first.plan().stream().skip(1).map(PlannedAttempt::route).toList(),
                TASK,
                TestingWorld.NOW);
        RouteDecision second = decide(escalated, 0);
        assertThat(second.chosen().route()).isEqualTo(first.plan().get(1).route());
        assertThat(second.expectedCost()).isEqualTo(first.plan().get(1).cost());
    }
}
