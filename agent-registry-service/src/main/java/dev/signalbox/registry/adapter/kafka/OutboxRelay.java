package dev.signalbox.registry.adapter.kafka;

import dev.signalbox.registry.app.Outbox;
import dev.signalbox.registry.app.Relay;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.eventbus.EventBus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries the outbox to Kafka: right after a change, at start, and every second for what was left. At least once;
 * what is repeated is the same record again, and compaction keeps one.
 */
@ApplicationScoped
class OutboxRelay implements Relay {

    static final String GREW = "registry.outbox-grew";
    static final int BATCH = 200;
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final Outbox outbox;
    private final Announcer announcer;
    private final EventBus bus;
    private final Clock clock;

    /** Calls since the current round began; above 0 while a round is going on. */
    private final AtomicInteger calls = new AtomicInteger();

    OutboxRelay(Outbox outbox, Announcer announcer, EventBus bus, Clock clock) {
        this.outbox = outbox;
        this.announcer = announcer;
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public void wake() {
        bus.send(GREW, "");
    }

    @ConsumeEvent(GREW)
    Uni<Void> onGrowth(String ignored) {
        return relay();
    }

    @Scheduled(identity = "outbox", every = "{registry.outbox.poll}")
    Uni<Void> onTick() {
        return relay();
    }

    @Scheduled(identity = "outbox-forget", every = "1h", delayed = "1m")
    Uni<Void> onHour() {
        return outbox.forget(clock.instant().minus(KEPT)).replaceWithVoid();
    }

    /** Publishes until nothing is left. A call during a round makes the round go once more. */
    Uni<Void> relay() {
        if (calls.getAndIncrement() > 0) {
            return Uni.createFrom().voidItem();
        }
        return round().onFailure().recoverWithItem(this::giveUpForNow);
    }

    private Uni<Void> round() {
        int seen = calls.get();
        return outbox.publish(BATCH, announcer::announce, clock.instant())
                .chain(published -> published == BATCH || !calls.compareAndSet(seen, 0)
                        ? round()
                        : Uni.createFrom().voidItem());
    }

    private @Nullable Void giveUpForNow(Throwable failure) {
        calls.set(0);
        LOG.warnf("agents are not published, will be tried again: %s", failure.toString());
        return null;
    }
}
