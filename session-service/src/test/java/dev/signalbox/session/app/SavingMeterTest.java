package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.signalbox.contracts.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavingMeterTest {

    private static final TaskId TASK = Samples.TASK;

    private final SavingMeter meter = new SavingMeter(2);

    @Test
    void aTaskIsComparedWithWhatTheFullEnvironmentWouldHaveCost() {
        meter.routed(TASK, Money.of("0.10"));
        assertThat(meter.ended(TASK, succeeded(attempt(Outcome.SUCCEEDED, "0.02", "0.02"))))
                .contains(new SavingMeter.Compared(Money.of("0.10"), Money.of("0.02")));
    }

    @Test
    void aWrongPredictionOfTheRunTimeIsWrongForBoth() {
        meter.routed(TASK, Money.of("0.10"));
        assertThat(meter.ended(TASK, succeeded(attempt(Outcome.SUCCEEDED, "0.02", "0.06"))))
                .contains(new SavingMeter.Compared(Money.of("0.30"), Money.of("0.06")));
    }

    @Test
    void failedAttemptsAreSpentToo() {
        meter.routed(TASK, Money.of("0.10"));
        assertThat(meter.ended(
                        TASK,
                        succeeded(attempt(Outcome.FAILED, "0.01", "0.05"), attempt(Outcome.SUCCEEDED, "0.08", "0.08"))))
                .contains(new SavingMeter.Compared(Money.of("0.10"), Money.of("0.13")));
    }

    @Test
    void whatFailedOrIsNotKnownIsNotCompared() {
        meter.routed(TASK, Money.of("0.10"));
        assertThat(meter.ended(TASK, result(TaskStatus.FAILED, attempt(Outcome.FAILED, "0.01", "0.01"))))
                .isEmpty();
        meter.routed(TASK, Money.of("0.10"));
        meter.routed(new TaskId("b"), Money.of("0.10"));
        meter.routed(new TaskId("c"), Money.of("0.10"));
        assertThat(meter.ended(TASK, succeeded(attempt(Outcome.SUCCEEDED, "0.02", "0.02"))))
                .isEmpty();
    }

    private static AttemptSummary attempt(Outcome outcome, String expected, String cost) {
        return new AttemptSummary(
                1,
                Samples.candidate().route(),
                outcome,
                0,
                Cost.of(new Cost.Part("sandbox", Money.of(cost), "")),
                Money.of(expected),
                null,
                null);
    }

    private static TaskResult succeeded(AttemptSummary... attempts) {
        return result(TaskStatus.SUCCEEDED, attempts);
    }

    private static TaskResult result(TaskStatus status, AttemptSummary... attempts) {
        return new TaskResult(
                status,
                0,
                OutputText.EMPTY,
                OutputText.EMPTY,
                List.of(),
                Timings.NONE,
                Usage.NONE,
                Cost.NONE,
                List.of(attempts),
                null,
                null,
                null);
    }
}
