package dev.signalbox.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.executor.domain.AttemptKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static AttemptKey key(int number) {
        return new AttemptKey(new TaskId("t" + number), 1);
    }

    private static AttemptFinished result(int number, String text) {
        return new AttemptFinished(
                key(number).taskId(),
                1,
                1,
                Outcome.SUCCEEDED,
                false,
                0,
                new OutputText(text, 0),
                OutputText.EMPTY,
                List.of(),
                Timings.NONE,
                Usage.NONE,
                Cost.NONE,
                0,
                null,
                Instant.EPOCH);
    }

    @Test
    void theOldestResultsAreForgottenWhenThereIsNoRoom() {
        FinishedAttempts finished = new FinishedAttempts(10_000);

        for (int i = 0; i < 100; i++) {
            finished.remember(key(i), result(i, "x".repeat(2000)));
        }

        assertThat(finished.find(key(99))).isPresent();
        assertThat(finished.find(key(97))).isPresent();
        assertThat(finished.find(key(90))).isEmpty();
    }

    @Test
    void aResultThatIsLargerThanTheRoomIsKeptUntilTheNext() {
        FinishedAttempts finished = new FinishedAttempts(10);

        finished.remember(key(1), result(1, "large"));
        assertThat(finished.find(key(1))).isPresent();
        finished.remember(key(2), result(2, "large"));

        assertThat(finished.find(key(1))).isEmpty();
        assertThat(finished.find(key(2))).isPresent();
    }

    @Test
    void theOldestStopsAreForgottenWhenThereIsNoRoom() {
        StopRequests stops = new StopRequests(3);

        for (int i = 0; i < 5; i++) {
            stops.stop(new StopExecution(key(i).taskId(), 1, "reason " + i, Instant.EPOCH));
        }

        assertThat(stops.stopped(key(1))).isEmpty();
        assertThat(stops.stopped(key(4))).contains("reason 4");
    }
}
