package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private final AtomicInteger worked = new AtomicInteger();

    private UniAssertSubscriber<Void> work(boolean stopping, Runnable work) {
        return Batches.work(Runnable::run, () -> stopping, () -> {
                    worked.incrementAndGet();
                    work.run();
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void aBatchThatIsDoneIsAcknowledged() {
        work(false, () -> {}).assertCompleted();

        assertThat(worked).hasValue(1);
    }

    @Test
    void aBatchThatFailsIsAFailureOfTheChannel() {
        work(false, () -> {
                    throw new IllegalStateException("no");
                })
                .assertFailedWith(IllegalStateException.class, "no");
    }

    @Test
    void aBatchThatTheEndOfTheServiceInterruptsIsNeitherDoneNorFailed() {
        work(false, () -> {
                    throw new CancellationException("the service ends");
                })
                .assertNotTerminated();
    }

    @Test
    void nothingIsBegunWhenTheServiceStops() {
        work(true, () -> {}).assertNotTerminated();

        assertThat(worked).hasValue(0);
    }
}
