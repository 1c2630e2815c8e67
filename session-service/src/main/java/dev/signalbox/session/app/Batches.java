package dev.signalbox.session.app;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** How a consumer's batches are worked on: one after the other, on a thread that may wait. */
public final class Batches {

    private Batches() {}

    /**
     * Completes when the work is done, and fails when it failed. Where the service stops it does neither: the batch is
     * not acknowledged and no failure of the channel, and is delivered to whoever comes next.
     *
     * @param stopping whether nothing more is begun
     * @param work ends with a {@link CancellationException} when the service stops in the middle
     */
    public static Uni<Void> work(Executor threads, BooleanSupplier stopping, Runnable work) {
        if (stopping.getAsBoolean()) {
            return Uni.createFrom().nothing();
        }
        return Uni.createFrom()
                .<Void>item(() -> {
                    work.run();
                    return null;
                })
                .runSubscriptionOn(threads)
                .onFailure(CancellationException.class)
                .recoverWithUni(() -> Uni.createFrom().nothing());
    }
}
