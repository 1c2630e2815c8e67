package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.session.app.letters.DeadLetterStore;
import dev.signalbox.session.app.letters.HandleDeadLetters;
import dev.signalbox.session.app.letters.LetterTopics;
import dev.signalbox.session.app.letters.LetterValues;
import dev.signalbox.session.app.letters.ReadLetters;
import dev.signalbox.session.app.letters.TakeInDeadLetters;
import dev.signalbox.session.config.SessionConfig;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Puts together what sees to dead letters. */
@ApplicationScoped
class DeadLetterWiring {

    private static final Logger LOG = Logger.getLogger(DeadLetterWiring.class);

    @Produces
    @Singleton
    LetterTopics topics(KafkaConnection kafka) {
        return new KafkaLetterTopics(kafka);
    }

    @Produces
    @Singleton
    TakeInDeadLetters takeIn(DeadLetterStore store, LetterTopics topics, SessionConfig config, Clock clock) {
        SessionConfig.DeadLetters settings = config.deadLetters();
        return new TakeInDeadLetters(store, topics, new ReadLetters(settings.keptBytes()), settings.retention(), clock);
    }

    @Produces
    @Singleton
    LetterValues values(LogReader log, LetterTopics topics) {
        return new LetterValues(log, topics);
    }

    @Produces
    @Singleton
    HandleDeadLetters handle(DeadLetterStore store, LetterValues values, LetterTopics topics, Clock clock) {
        return new HandleDeadLetters(store, values, topics, clock);
    }

    /** Forgets the old ones. */
    @ApplicationScoped
    static class Ticker {

        private final DeadLetterStore store;
        private final SessionConfig config;
        private final Clock clock;

        Ticker(DeadLetterStore store, SessionConfig config, Clock clock) {
            this.store = store;
            this.config = config;
            this.clock = clock;
        }

        @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void forget() {
            try {
                int forgotten =
                        store.forget(clock.instant().minus(config.deadLetters().retention()));
                if (forgotten > 0) {
                    LOG.infof("deadLetters=%d are older than they are kept", forgotten);
                }
            } catch (RuntimeException e) {
                LOG.warnf("old dead letters are removed later: %s", e);
            }
        }
    }
}
