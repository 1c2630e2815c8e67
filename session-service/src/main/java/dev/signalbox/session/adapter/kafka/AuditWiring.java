package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.session.app.Batches;
import dev.signalbox.session.app.Patience;
import dev.signalbox.session.app.audit.AuditTrail;
import dev.signalbox.session.app.audit.PrunableTrail;
import dev.signalbox.session.app.audit.PruneTrail;
import dev.signalbox.session.app.audit.PublishCheckpoints;
import dev.signalbox.session.app.audit.ReadTrail;
import dev.signalbox.session.app.audit.TakeInActs;
import dev.signalbox.session.config.SessionConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Puts the audit trail together. */
@ApplicationScoped
class AuditWiring {

    private static final Logger LOG = Logger.getLogger(AuditWiring.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    @Produces
    @Singleton
    TakeInActs takeInActs(AuditTrail trail, KafkaLog log, Clock clock) {
        return new TakeInActs(trail, log, clock);
    }

    @Produces
    @Singleton
    ReadTrail readTrail(AuditTrail trail) {
        return new ReadTrail(trail);
    }

    @Produces
    @Singleton
    PublishCheckpoints publishCheckpoints(AuditTrail trail, KafkaLog log, RecordCodec codec) {
        return new PublishCheckpoints(trail, log, codec);
    }

    @Produces
    @Singleton
    PruneTrail pruneTrail(PrunableTrail trail, SessionConfig config, Clock clock) {
        return new PruneTrail(trail, config.audit().retention().orElse(Duration.ZERO), clock);
    }

    /** A retention that cannot be ends the start. */
    void check(@Observes StartupEvent event, PruneTrail prune) {
        LOG.debugf("%s is in order", prune);
    }

    /** Reads what the trail is made from. */
    @ApplicationScoped
    static class Consumer {

        private final TakeInActs acts;
        private final ExecutorService threads;
        private final Patience patience = new Patience(LONGEST_WAIT);

        Consumer(TakeInActs acts, @VirtualThreads ExecutorService threads) {
            this.acts = acts;
            this.threads = threads;
        }

        void stop(@Observes ShutdownEvent event) {
            patience.stop();
        }

        /** One batch after the other. */
        @Incoming("audit")
        Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
            return Batches.work(threads, patience::stopping, () -> takeIn(records));
        }

        /** Nothing is left out: a trail that stands still is seen by the group's lag, one with gaps is not seen at all. */
        private void takeIn(ConsumerRecords<String, byte[]> records) {
            patience.untilDone(
                    () -> acts.takeIn(records),
                    (failure, wait) -> LOG.warnf("the audit trail is written later: %s", failure));
        }
    }

    /** Publishes checkpoints, and prunes. */
    @ApplicationScoped
    static class Ticker {

        private final PublishCheckpoints checkpoints;
        private final PruneTrail prune;

        Ticker(PublishCheckpoints checkpoints, PruneTrail prune) {
            this.checkpoints = checkpoints;
            this.prune = prune;
        }

        @Scheduled(
                every = "${signalbox.session.audit.checkpoint-every:5m}",
                concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void tick() {
            try {
                checkpoints.sweep();
            } catch (RuntimeException e) {
                LOG.warnf("the audit trail's checkpoints are published later: %s", e);
            }
        }

        @Scheduled(
                every = "${signalbox.session.audit.prune-every:1h}",
                concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void prune() {
            try {
                prune.sweep();
            } catch (RuntimeException e) {
                LOG.warnf("the audit trail is pruned later: %s", e);
            }
        }
    }
}
