package dev.signalbox.contracts.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Regret.Option;
import dev.signalbox.contracts.route.Regret.Tried;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegretTest {

    private static final Route QUICK = new Route("local", "quick", null, null);
    private static final Route MEDIUM = new Route("local", "medium", null, null);
    private static final Route HEAVY = new Route("local", "heavy", null, null);

    private static final List<Option> OPTIONS = List.of(
            new Option(HEAVY, 0.99, Money.of("0.9")),
            new Option(QUICK, 0.5, Money.of("0.1")),
            new Option(MEDIUM, 0.8, Money.of("0.2")));

    @Test
    void theCheapestRouteThatSucceededLeavesNothingToRegret() {
        assertThat(Regret.of(OPTIONS, List.of(tried(QUICK, true, "0.1", "0.1"))))
                .isEqualTo(Money.ZERO);
    }

    @Test
    void aDearerRouteIsRegrettedByWhatCheaperOnesWouldProbablyHaveDone() {
        // 0.5 x (0.9 - 0.1) + 0.5 x 0.8 x (0.9 - 0.2)
        assertThat(Regret.of(OPTIONS, List.of(tried(HEAVY, true, "0.9", "0.9"))))
                .isEqualTo(Money.of("0.68"));
    }

    @Test
    void aRouteThatFailedWouldNotHaveSucceededAndTheRestIsSpentInVain() {
        // What the failure cost; medium was needed.
        assertThat(Regret.of(OPTIONS, List.of(tried(QUICK, false, "0.1", "0.1"), tried(MEDIUM, true, "0.2", "0.2"))))
                .isEqualTo(Money.of("0.1"));
    }

    @Test
    void aTaskThatTakesLongerThanPredictedIsNoRegret() {
        assertThat(Regret.of(OPTIONS, List.of(tried(QUICK, true, "0.1", "5")))).isEqualTo(Money.ZERO);
    }

    @Test
    void aTaskThatFailedHasNone() {
        assertThat(Regret.of(OPTIONS, List.of(tried(HEAVY, false, "0.9", "0.9"))))
                .isEqualTo(Money.ZERO);
    }

    @Test
    void aRouteThatWasTriedTwiceAndThenSucceededHasSucceeded() {
        assertThat(Regret.of(OPTIONS, List.of(tried(QUICK, false, "0.1", "0"), tried(QUICK, true, "0.1", "0.1"))))
                .isEqualTo(Money.ZERO);
    }

    private static Tried tried(Route route, boolean succeeded, String expected, String cost) {
        return new Tried(route, succeeded, Money.of(expected), Money.of(cost));
    }
}
