package dev.signalbox.session.domain.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.session.domain.workflows.Forecast.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static Estimate step(String id, double cost, double p90, double seconds, String... needs) {
        return new Estimate(id, "agent " + id, List.of(needs), cost, p90, seconds, seconds);
    }

    private static double dollars(dev.signalbox.contracts.Money money) {
        return money.usd().doubleValue();
    }

    @Test
    void withoutSpreadAndFailuresItIsTheSumAndTheLongestWay() {
        Forecast.Total total = Forecast.of(
                List.of(step("a", 1, 1, 10), step("b", 2, 2, 30, "a"), step("c", 3, 3, 20, "a")), 3, 1, 4, 7);

        assertThat(dollars(total.expectedCost())).isCloseTo(6, within(1e-5));
        assertThat(total.p90Cost()).isEqualTo(total.expectedCost());
        assertThat(total.expectedDuration()).hasSeconds(40);
        assertThat(Forecast.of(List.of(step("a", 1, 1, 10), step("b", 2, 2, 30)), 1, 1, 1, 7)
                        .expectedDuration())
                .hasSeconds(40);
    }

    @Test
    void furtherTriesAreCountedByTheirProbability() {
        Forecast.Total total = Forecast.of(List.of(step("a", 1, 1, 10)), 3, 0.5, 4, 7);

        assertThat(dollars(total.expectedCost())).isCloseTo(1.75, within(0.06));
    }

    @Test
    void theMeanIsKeptAndTheNinthDecileIsAboveIt() {
        Forecast.Total total = Forecast.of(List.of(step("a", 1, 1.6, 10)), 1, 1, 4, 7);

        assertThat(dollars(total.expectedCost())).isCloseTo(1, within(0.05));
        assertThat(dollars(total.p90Cost())).isCloseTo(1.6, within(0.12));
    }

    @Test
    void theSameEstimatesGiveTheSameForecast() {
        List<Estimate> steps = List.of(step("a", 1, 1.5, 10), step("b", 1, 1.5, 10));

        assertThat(Forecast.of(steps, 3, 0.8, 4, 7)).isEqualTo(Forecast.of(steps, 3, 0.8, 4, 7));
    }
}
