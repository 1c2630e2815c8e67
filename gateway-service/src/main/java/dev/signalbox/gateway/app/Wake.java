package dev.signalbox.gateway.app;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A bell for one sleeper. Ringing while nobody sleeps is remembered, so that no wake-up is lost. */
final class Wake {

    private @Nullable UniEmitter<? super Void> sleeper;
    private boolean rung;

    void ring() {
        UniEmitter<? super Void> woken;
        synchronized (this) {
            woken = sleeper;
            sleeper = null;
            rung = woken == null;
        }
        complete(woken);
    }

    /** Ends when the bell rings, at the latest after the time. */
    Uni<Void> sleep(Duration atMost) {
        return Uni.createFrom()
                .<Void>emitter(this::sleep)
                .ifNoItem()
                .after(atMost)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private void sleep(UniEmitter<? super Void> emitter) {
        synchronized (this) {
            if (!rung) {
                sleeper = emitter;
                return;
            }
            rung = false;
        }
        complete(emitter);
    }

    @SuppressWarnings("NullAway") // Void has no other item than null
    private static void complete(@Nullable UniEmitter<? super Void> emitter) {
        if (emitter != null) {
            emitter.complete(null);
        }
    }
}
