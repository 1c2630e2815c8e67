package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskResult.AttemptSummary;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.route.Regret;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.testing.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegretMeterTest {

    private static final Route QUICK = new Route("local", "quick", null, null);
    private static final Route MEDIUM = new Route("local", "medium", null, null);
    private static final List<Regret.Option> OPTIONS =
            List.of(new Regret.Option(QUICK, 0.5, Money.of("0.1")), new Regret.Option(MEDIUM, 0.9, Money.of("0.3")));

    private final RegretMeter meter = new RegretMeter(2);

    @Test
    void theRegretOfADayIsTheSumAndFadesAfterIt() {
        meter.routed(new TaskId("a"), OPTIONS);
        meter.routed(new TaskId("b"), OPTIONS);

        assertThat(meter.ended(new TaskId("a"), onMedium(TaskStatus.SUCCEEDED), Samples.AT))
                .contains(Money.of("0.1"));
        meter.ended(new TaskId("b"), onMedium(TaskStatus.SUCCEEDED), Samples.AT.plus(Duration.ofHours(3)));

        assertThat(meter.lastDay(Samples.AT.plus(Duration.ofHours(4)))).isCloseTo(0.2, within(1e-9));
        assertThat(meter.lastDay(Samples.AT.plus(Duration.ofHours(25)))).isCloseTo(0.1, within(1e-9));
        assertThat(meter.lastDay(Samples.AT.plus(Duration.ofHours(30)))).isZero();
    }

    @Test
    void whatIsNotKnownAnyMoreOrFailedIsNotEvaluated() {
        for (String id : List.of("a", "b", "c")) {
            meter.routed(new TaskId(id), OPTIONS);
        }

        assertThat(meter.ended(new TaskId("a"), onMedium(TaskStatus.SUCCEEDED), Samples.AT))
                .isEmpty();
        assertThat(meter.ended(new TaskId("b"), onMedium(TaskStatus.FAILED), Samples.AT))
                .isEmpty();
        assertThat(meter.ended(new TaskId("c"), onMedium(TaskStatus.SUCCEEDED), Samples.AT))
                .isPresent();
    }

    private static TaskResult onMedium(TaskStatus status) {
        Cost cost = Cost.of(new Cost.Part("sandbox", Money.of("0.3"), "x"));
        return new TaskResult(
                status,
                0,
                OutputText.EMPTY,
                OutputText.EMPTY,
                List.of(),
                Timings.NONE,
                Usage.NONE,
                cost,
                List.of(new AttemptSummary(1, MEDIUM, Outcome.SUCCEEDED, 0, cost, Money.of("0.3"), null)),
                MEDIUM,
                "why",
                null);
    }
}
