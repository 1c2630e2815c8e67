package dev.signalbox.benchmarks.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.benchmarks.autoscaling.Autoscaler.Seen;
import org.junit.jupiter.api.Test;

class AutoscalerTest {

    /** Target 6. */
    private static final Setting CHOSEN = AutoscalingBenchmark.CHOSEN;

    @Test
    void asksForSoManyPodsThatEachHasItsTarget() {
        Autoscaler autoscaler = new Autoscaler(CHOSEN);
        assertThat(autoscaler.decide(0, new Seen(10, 20, 24), 4)).isEqualTo(5);
    }

    @Test
    void leavesWhatIsWithinATenthAsItIs() {
        Autoscaler autoscaler = new Autoscaler(CHOSEN);
        assertThat(autoscaler.decide(0, new Seen(0, 26, 32), 4)).isEqualTo(4);
        assertThat(autoscaler.decide(15, new Seen(3, 24, 32), 4)).isEqualTo(5);
    }

    @Test
    void growsByDoubleOrFourAtATime() {
        assertThat(new Autoscaler(CHOSEN).decide(0, new Seen(500, 0, 8), 1)).isEqualTo(5);
        assertThat(new Autoscaler(CHOSEN).decide(0, new Seen(500, 0, 64), 8)).isEqualTo(16);
        assertThat(new Autoscaler(CHOSEN).decide(0, new Seen(5000, 0, 64), 16)).isEqualTo(20);
    }

    @Test
    void shrinksToTheMostOfItsWindow() {
        Autoscaler autoscaler = new Autoscaler(CHOSEN);
        assertThat(autoscaler.decide(0, new Seen(0, 48, 64), 8)).isEqualTo(8);
        assertThat(autoscaler.decide(15, new Seen(0, 6, 64), 8)).isEqualTo(8);
        assertThat(autoscaler.decide(120, new Seen(0, 12, 64), 8)).isEqualTo(8);
        assertThat(autoscaler.decide(121, new Seen(0, 6, 64), 8)).isEqualTo(2);
    }

    @Test
    void theLastPodGoesAfterTheCoolDownAndComesWithTheFirstTask() {
        Autoscaler autoscaler = new Autoscaler(CHOSEN);
        assertThat(autoscaler.poll(0, new Seen(0, 1, 8), 1)).isEqualTo(1);
        assertThat(autoscaler.poll(299, Seen.NOTHING, 1)).isEqualTo(1);
        assertThat(autoscaler.poll(300, Seen.NOTHING, 1)).isZero();
        assertThat(autoscaler.poll(305, Seen.NOTHING, 0)).isZero();
        assertThat(autoscaler.poll(310, new Seen(1, 0, 0), 0)).isEqualTo(1);
    }

    @Test
    void lagOfAShareGroupWakesNobody() {
        Autoscaler autoscaler = new Autoscaler(CHOSEN.withSignal(Signal.CONSUMER_LAG, 0));
        assertThat(autoscaler.poll(0, new Seen(100, 0, 0), 0)).isZero();
        assertThat(autoscaler.decide(0, new Seen(100, 8, 8), 1)).isEqualTo(1);
    }
}
