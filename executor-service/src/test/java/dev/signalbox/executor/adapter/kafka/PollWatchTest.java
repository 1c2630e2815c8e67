package dev.signalbox.executor.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PollWatchTest {

    private final PollWatch watch = new PollWatch();

    @Test
    void aConsumerThatSpinsIsNoticed() {
        assertThatThrownBy(() -> poll(1000, true, 1000)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aConsumerThatWaitsOrFindsSomethingIsLeftAlone() {
        assertThatCode(() -> {
                    poll(1000, true, 500_000_000);
                    poll(1000, false, 1000);
                    for (int i = 0; i < 100; i++) {
                        poll(150, true, 1000);
                        poll(1, false, 1000);
                    }
                })
                .doesNotThrowAnyException();
    }

    private void poll(int times, boolean empty, long nanos) {
        for (int i = 0; i < times; i++) {
            watch.polled(empty, nanos);
        }
    }
}
