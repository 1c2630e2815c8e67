package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.benchmarks.load.Target.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void tellsThePercentilesInMilliseconds() {
        for (int i = 1; i <= 100; i++) {
            tally.began();
            tally.ended(i * 1_000_000L, Outcome.SUCCEEDED);
        }

        assertThat(tally.latency().count()).isEqualTo(100);
        assertThat(tally.latency().p50()).isCloseTo(50, within(0.1));
        assertThat(tally.latency().p95()).isCloseTo(95, within(0.1));
        assertThat(tally.latency().p99()).isCloseTo(99, within(0.1));
        assertThat(tally.latency().longest()).isCloseTo(100, within(0.1));
    }

    @Test
    void whatFailsIsNeitherThroughputNorLatency() {
        tally.began();
        tally.began();
        tally.ended(1_000_000, Outcome.failed("HTTP 503"));
        tally.ended(1_000_000, Outcome.failed("HTTP 503"));

        assertThat(tally.measured()).isZero();
        assertThat(tally.failed()).isEqualTo(2);
        assertThat(tally.latency().count()).isZero();
        assertThat(tally.problems()).isEqualTo(Map.of("HTTP 503", 2));
    }

    @Test
    void whatEndsAfterTheMeasurementIsAnsweredButNotMeasured() {
        tally.began();
        tally.began();
        tally.ended(1_000_000, Outcome.SUCCEEDED);
        tally.closeWindow();
        tally.ended(9_000_000, Outcome.SUCCEEDED);

        assertThat(tally.measured()).isEqualTo(1);
        assertThat(tally.unanswered()).isZero();
    }

    @Test
    void countsWhatNothingWasHeardOf() throws InterruptedException {
        tally.began();
        tally.awaitAll(1_000_000);

        assertThat(tally.unanswered()).isEqualTo(1);
    }
}
