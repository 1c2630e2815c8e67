package dev.signalbox.session.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.domain.DecayedStatistics.HalfLives;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecayedStatisticsTest {

    private static final HalfLives HALF_LIVES = HalfLives.DEFAULT;
    private static final Offset<Double> EXACTLY = within(1e-12);
    private static final Instant NOW = Samples.AT;

    @Test
    void anAttemptWeighsHalfAfterAHalfLife() {
        DecayedStatistics later = once(true, NOW).decayedTo(NOW.plus(Duration.ofDays(7)), HALF_LIVES);

        assertThat(later.successes()).isCloseTo(0.5, EXACTLY);
        assertThat(later.recentSuccesses()).isCloseTo(Math.pow(0.5, 28), EXACTLY);
        assertThat(later.observations()).isEqualTo(1);
    }

    @Test
    void itDoesNotMatterInWhichStepsTimePasses() {
        Instant end = NOW.plus(Duration.ofDays(3));
        DecayedStatistics steps = once(true, NOW);
        for (int hour = 1; hour <= 72; hour++) {
            steps = steps.decayedTo(NOW.plus(Duration.ofHours(hour)), HALF_LIVES);
        }

        assertThat(steps.successes())
                .isCloseTo(once(true, NOW).decayedTo(end, HALF_LIVES).successes(), EXACTLY);
    }

    @Test
    void itDoesNotMatterInWhichOrderSumsAreAdded() {
        DecayedStatistics early = once(true, NOW);
        DecayedStatistics late = once(false, NOW.plus(Duration.ofDays(1)));

        assertThat(early.plus(late, HALF_LIVES)).isEqualTo(late.plus(early, HALF_LIVES));
    }

    @Test
    void aMeanCostIsNotRaisedByTheErrorOfDecay() {
        // Two outcomes of the same cost: whatever has decayed, their mean is that cost.
        for (int minutes = 1; minutes <= 500; minutes++) {
            RouteStatistics published = DecayedStatistics.none(NOW)
                    .plus(observation(true, "0.000081", 4))
                    .decayedTo(NOW.plus(Duration.ofMinutes(minutes)), HALF_LIVES)
                    .plus(observation(true, "0.000081", 4))
                    .published("c/local/quick", 1);
            assertThat(published.meanCost()).isEqualTo(Money.of("0.000081"));
        }
    }

    @Test
    void meansAreOfWhatStillCounts() {
        RouteStatistics published =
                once(true, NOW).plus(observation(true, "0.3", 4)).published("c/local/quick", 2);

        assertThat(published.meanDuration()).isEqualTo(Duration.ofSeconds(3));
        assertThat(published.meanCost()).isEqualTo(Money.of("0.2"));
        assertThat(published.costRatio()).isCloseTo(0.4 / 0.2, EXACTLY);
        assertThat(published.verified()).isEqualTo(2);
    }

    @Test
    void neverUnderflows() {
        DecayedStatistics old = once(true, NOW);
        for (int i = 1; i < 10; i++) {
            old = old.decayedTo(NOW.plus(Duration.ofDays(i * 10_000L)), HALF_LIVES);
        }

        assertThat(old.successes()).isZero();
        assertThat(old.published("c", 1).meanCost()).isNull();
    }

    @Test
    void aClassThatBeginsToFailDriftsAndOneThatGoesOnAsBeforeDoesNot() {
        DecayedStatistics long1 = DecayedStatistics.none(NOW);
        for (int i = 0; i < 200; i++) {
            long1 = long1.plus(observation(i % 10 != 0, "0.1", 2));
        }
        Instant later = NOW.plus(Duration.ofDays(2));
        DecayedStatistics asBefore = long1.decayedTo(later, HALF_LIVES);
        DecayedStatistics worse = asBefore;
        for (int i = 0; i < 30; i++) {
            asBefore = asBefore.plus(observation(i % 10 != 0, "0.1", 2));
            worse = worse.plus(observation(i % 2 != 0, "0.1", 2));
        }

        assertThat(asBefore.drift()).isBetween(-1.0, 1.0);
        assertThat(worse.drift()).isLessThan(-3);
    }

    @Test
    void aFewAttemptsAreNoDrift() {
        assertThat(once(false, NOW).drift()).isZero();
    }

    @Test
    void theEndOfAnAttemptSaysSomethingOfItsRoute() {
        assertThat(Observation.of(attempt("c", false), ended(Outcome.SUCCEEDED)))
                .hasValueSatisfying(seen -> {
                    assertThat(seen.routeClass()).isEqualTo("c/local/quick");
                    assertThat(seen.success()).isTrue();
                    assertThat(seen.verified()).isTrue();
                });
        assertThat(Observation.of(attempt("c", false), ended(Outcome.TIMED_OUT)))
                .hasValueSatisfying(seen -> assertThat(seen.success()).isFalse());
        assertThat(Observation.of(attempt("c", false), Attempts.failed(1, 1, "MemoryError")))
                .hasValueSatisfying(seen -> assertThat(seen.success()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "CANCELLED", "REFUSED", "BACKEND_FAILED"})
    void otherEndsSayNothingOfTheRoute(Outcome outcome) {
        assertThat(Observation.of(attempt("c", false), ended(outcome))).isEmpty();
    }

    @Test
    void aTimeOutThatTheClientSetAndADecisionWithoutAClassAreNotCounted() {
        assertThat(Observation.of(attempt("c", true), ended(Outcome.TIMED_OUT))).isEmpty();
        assertThat(Observation.of(attempt("", false), ended(Outcome.SUCCEEDED))).isEmpty();
    }

    private static DecayedStatistics once(boolean success, Instant at) {
        return DecayedStatistics.none(at).plus(observation(success, "0.1", 2));
    }

    private static Observation observation(boolean success, String cost, int seconds) {
        return new Observation(
                "c/local/quick",
                success,
                success,
                Duration.ofSeconds(seconds),
                Duration.ofMillis(20),
                Money.of(cost),
                Money.of("0.1"));
    }

    private static AttemptFinished ended(Outcome outcome) {
        return Attempts.ended(
                1, outcome, 3, OutputText.EMPTY, ProblemType.EXIT_CODE.because("x", Map.of("resource", "none")));
    }

    private static ActiveAttempt attempt(String taskClass, boolean timeoutGiven) {
        return new ActiveAttempt(
                1,
                new Route("local", "quick", null, null),
                "why",
                Money.of("0.1"),
                Duration.ofSeconds(60),
                NOW,
                List.of(),
                taskClass,
                true,
                timeoutGiven,
                null,
                null);
    }
}
