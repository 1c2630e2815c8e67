package dev.signalbox.session.adapter.rest;

import dev.signalbox.session.app.letters.DeadLetterStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * How many dead letters there are, by topic and state: counted in PostgreSQL now and then, not when somebody asks, and
 * so the same from every instance.
 */
@ApplicationScoped
class DeadLetterMetrics {

    private static final Logger LOG = Logger.getLogger(DeadLetterMetrics.class);

    private final DeadLetterStore store;
    private final MultiGauge letters;

    DeadLetterMetrics(DeadLetterStore store, MeterRegistry registry) {
        this.store = store;
        this.letters = MultiGauge.builder("signalbox.dead.letters")
                .description("dead letters by topic and state; from every instance the same")
                .register(registry);
    }

    @Scheduled(
            every = "${signalbox.session.dead-letters.count-every:15s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void count() {
        try {
            letters.register(
                    store.counts().stream()
                            .map(count -> MultiGauge.Row.of(
                                    Tags.of(
                                            "topic",
                                            count.topic(),
                                            "state",
                                            count.state().label()),
                                    count.letters()))
                            .toList(),
                    true);
        } catch (RuntimeException e) {
            LOG.warnf("dead letters are counted later: %s", e);
        }
    }
}
