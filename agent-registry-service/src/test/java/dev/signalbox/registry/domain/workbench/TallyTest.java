package dev.signalbox.registry.domain.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.agent.AgentEvidence;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {

    /** 8 of 10: the interval of Wilson (1927), as in Brown, Cai and DasGupta (2001). */
    @Test
    void shareOfSuccessesHasWilsonsInterval() {
        Tally.Estimate success = new Tally(1, "all", false, 10, 8, 0, 0, 0, 0, 0).success();

        assertThat(success.mean()).isEqualTo(0.8);
        assertThat(success.low()).isCloseTo(0.4902, within(0.0001));
        assertThat(success.high()).isCloseTo(0.9433, within(0.0001));
    }

    @Test
    void nothingIsKnownWithoutRuns() {
        Tally none = Tally.none(1, false);

        assertThat(none.success()).isEqualTo(new Tally.Estimate(0, 0, 1));
        assertThat(none.cost()).isNull();
        assertThat(none.evidence()).isEqualTo(AgentEvidence.NONE);
    }

    @Test
    void meansHaveIntervalsThatComeFromTheirSpread() {
        // 1, 2 and 3 dollars; the time of two of them is known.
        Tally tally = new Tally(1, "all", false, 3, 3, 6, 14, 2, 10, 58);

        assertThat(tally.cost().mean()).isEqualTo(2);
        assertThat(tally.cost().high() - tally.cost().low()).isCloseTo(2 * 1.96 / Math.sqrt(3), within(0.001));
        assertThat(tally.latency().mean()).isEqualTo(5);
        assertThat(tally.evidence()).isEqualTo(new AgentEvidence(3, 3, Money.of("2"), Duration.ofSeconds(5)));
    }
}
