package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.Offer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Announces the backend at the start and again and again: the router takes a backend that fell silent as gone. At the end
 * it says nothing, or, where it is started on demand, that it sleeps; the router knows when others serve the same backend.
 */
final class BackendAnnouncer {

    private static final System.Logger LOG = System.getLogger(BackendAnnouncer.class.getName());
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private final SandboxBackend backend;
    private final RecordPublisher publisher;
    private final RecordCodec codec;
    private final String worker;
    private final String version;
    private final int concurrency;
    private final Clock clock;
    private final @Nullable Duration coldStart;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("backend-announcer").factory());
    private volatile boolean spoken;

    BackendAnnouncer(
            SandboxBackend backend,
            RecordPublisher publisher,
            RecordCodec codec,
            String worker,
            String version,
            int concurrency,
            Clock clock,
            @Nullable Duration coldStart) {
        this.backend = backend;
        this.publisher = publisher;
        this.codec = codec;
        this.worker = worker;
        this.version = version;
        this.concurrency = concurrency;
        this.clock = clock;
        this.coldStart = coldStart;
    }

    void start(Duration every) {
        var ignored = scheduler.scheduleAtFixedRate(this::announce, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Says nothing more after this. What cannot work leaves nothing, because it is not to be sent work. */
    void stop() throws InterruptedException {
        scheduler.shutdownNow();
        boolean quiet = scheduler.awaitTermination(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
        if (!quiet || coldStart == null || !spoken || !backend.offer().available()) {
            return;
        }
        try {
            publish(announcement().asleep(coldStart, clock.instant()))
                    .toCompletableFuture()
                    .get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
            LOG.log(System.Logger.Level.INFO, "backend={0} starts on demand from now on", backend.name());
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "backend={0} could not say that it starts on demand; it counts as gone in some minutes: {1}",
                    backend.name(),
                    e.toString());
        }
    }

    private void announce() {
        try {
            spoken = true;
            var ignored = publish(announcement()).exceptionally(failure -> {
                LOG.log(System.Logger.Level.WARNING, "the announcement was not taken: {0}", failure.toString());
                return null;
            });
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot announce the backend", e);
        }
    }

    private CompletionStage<@Nullable Void> publish(BackendAnnounced announced) {
        return publisher.publish(codec.encode(
                Topics.BACKENDS,
                announced.backend(),
                announced.backend() + ":" + worker + ":" + announced.announcedAt(),
                announced,
                announced.announcedAt(),
                null));
    }

    BackendAnnounced announcement() {
        Offer offer = backend.offer();
        Set<String> languages = offer.languages().stream().map(Language::id).collect(Collectors.toSet());
        Instant now = clock.instant();
        return new BackendAnnounced(
                backend.name(),
                offer.environment(),
                offer.available(),
                offer.unavailableBecause(),
                offer.isolation(),
                offer.tiers(),
                languages,
                capabilities(offer),
                offer.longestDuration(),
                offer.startUp(),
                concurrency,
                version,
                now,
                backend.models(),
                false,
                null,
                worker);
    }

    /** Where models can be called, agents can work. */
    private Set<String> capabilities(Offer offer) {
        if (backend.models().isEmpty()) {
            return offer.capabilities();
        }
        Set<String> all = new java.util.TreeSet<>(offer.capabilities());
        all.add("models");
        return all;
    }
}
