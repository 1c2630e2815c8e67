package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final Patience patience = new Patience(Duration.ofMillis(150));
    private final List<Duration> waits = new ArrayList<>();

    @Test
    void whatFailsIsTriedAgainWithWaitsThatGrowUntilTheyAreLongEnough() {
        AtomicInteger tries = new AtomicInteger();

        patience.untilDone(
                () -> {
                    if (tries.incrementAndGet() < 4) {
                        throw new IllegalStateException("away");
                    }
                },
                (failure, wait) -> waits.add(wait));

        assertThat(tries).hasValue(4);
        assertThat(waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(150), Duration.ofMillis(150));
    }

    @Test
    void whoStopsIsNotToldOfFailuresAndNothingIsTriedAgain() {
        assertThatThrownBy(() -> patience.untilDone(
                        () -> {
                            patience.stop();
                            throw new IllegalStateException("away");
                        },
                        (failure, wait) -> waits.add(wait)))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> patience.untilDone(() -> waits.add(Duration.ZERO), (failure, wait) -> {}))
                .isInstanceOf(CancellationException.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void whatGivesUpByItselfIsNotTriedAgain() {
        AtomicInteger tries = new AtomicInteger();

        assertThatThrownBy(() -> patience.untilDone(
                        () -> {
                            tries.incrementAndGet();
                            throw new CancellationException();
                        },
                        (failure, wait) -> waits.add(wait)))
                .isInstanceOf(CancellationException.class);

        assertThat(tries).hasValue(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void anInterruptGivesUpAndStaysAnInterrupt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> patience.untilDone(
                        () -> {
                            throw new IllegalStateException("away");
                        },
                        (failure, wait) -> waits.add(wait)))
                .isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
