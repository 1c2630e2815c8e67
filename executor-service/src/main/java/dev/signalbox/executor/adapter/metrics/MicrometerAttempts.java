package dev.signalbox.executor.adapter.metrics;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.executor.app.AttemptMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * {@code signalbox_attempts_total{outcome}}, {@code signalbox_attempts_running}, {@code signalbox_attempts_slots}, {@code
 * signalbox_attempt_start_up_seconds} and {@code signalbox_attempt_run_seconds}, each with its
 * backend; and {@code signalbox_dead_letters_written_total{topic,service}}.
 */
public final class MicrometerAttempts implements AttemptMeters {

    /** 10 s and 300 s are what is promised of quick and of all tasks. */
    private static final Duration[] BUCKETS = Stream.of(
                    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000,
                    1_800_000, 3_600_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final AtomicInteger running = new AtomicInteger();
    private final Map<Outcome, Counter> answered = new EnumMap<>(Outcome.class);
    private final Timer startUp;
    private final Timer run;
    private final MeterRegistry meters;

    /**
     * Counts attempts.
     *
     * @param slots attempts that can run at once
     */
    public MicrometerAttempts(MeterRegistry meters, String backend, int slots) {
        this.meters = meters;
        Gauge.builder("signalbox.attempts.running", running, AtomicInteger::get)
                .description("Attempts that run here")
                .tag("backend", backend)
                .register(meters);
        Gauge.builder("signalbox.attempts.slots", () -> slots)
                .description("Attempts that can run here at once")
                .tag("backend", backend)
                .register(meters);
        for (Outcome outcome : Outcome.values()) {
            answered.put(
                    outcome,
                    Counter.builder("signalbox.attempts")
                            .description("Attempts that were answered")
                            .tag("backend", backend)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        this.startUp = Timer.builder("signalbox.attempt.start.up")
                .description("From the worker's start to the program's")
                .tag("backend", backend)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        this.run = Timer.builder("signalbox.attempt.run")
                .description("Run time of the program")
                .tag("backend", backend)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    @Override
    public void started() {
        running.incrementAndGet();
    }

    @Override
    public void ended() {
        running.decrementAndGet();
    }

    @Override
    public void answered(AttemptFinished finished) {
        Objects.requireNonNull(answered.get(finished.outcome())).increment();
        startUp.record(finished.timings().startUp());
        run.record(finished.timings().run());
    }

    @Override
    public void deadLetterWritten(String topic, String service) {
        meters.counter(DeadLetters.WRITTEN_METRIC, "topic", topic, "service", service)
                .increment();
    }
}
