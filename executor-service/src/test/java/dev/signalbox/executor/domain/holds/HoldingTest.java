package dev.signalbox.executor.domain.holds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.executor.Requests;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldingTest {

    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void theMeterCountsOnlyWhileItRuns() {
        HoldCost cost = HoldCost.NOTHING.running(Requests.QUICK, START).stopped(Requests.RATES, START.plusSeconds(10));
        assertThat(cost.until(Requests.RATES, START.plusSeconds(1000))).isEqualTo(Money.of("0.00011"));

        HoldCost again = cost.running(Requests.QUICK, START.plusSeconds(20));

        assertThat(again.until(Requests.RATES, START.plusSeconds(30))).isEqualTo(Money.of("0.00022"));
        assertThat(again.running(Requests.QUICK, START.plusSeconds(25)).until(Requests.RATES, START.plusSeconds(30)))
                .as("one that runs already goes on")
                .isEqualTo(Money.of("0.00022"));
    }

    @Test
    void aClockThatGoesBackTakesNothingAway() {
        HoldCost cost = HoldCost.NOTHING.running(Requests.QUICK, START);

        assertThat(cost.until(Requests.RATES, START.minusSeconds(5))).isEqualTo(Money.ZERO);
    }

    @Test
    void everybodyChoosesTheSameWorkerAndOnlyTheShareOfADeadOneMoves() {
        List<String> three = List.of("a", "b", "c");
        List<String> two = List.of("c", "a");
        int moved = 0;
        for (int hold : IntStream.range(0, 300).toArray()) {
            String before = Rendezvous.first("hold-" + hold, three).orElseThrow();
            String after = Rendezvous.first("hold-" + hold, two).orElseThrow();
            if (before.equals("b")) {
                moved++;
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat(moved).isBetween(60, 140);
        assertThat(Rendezvous.first("hold", List.of())).isEmpty();
    }
}
