package dev.signalbox.executor.adapter.metrics;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.executor.app.AttemptMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code signalbox_attempts_total{outcome}}, {@code signalbox_attempts_running}, {@code signalbox_attempt_start_up} and
 * {@code signalbox_attempt_run}; and {@code signalbox_dead_letters_written_total{topic,service}}.
 */
public final class MicrometerAttempts implements AttemptMeters {

    private final AtomicInteger running = new AtomicInteger();
    private final Map<Outcome, Counter> answered = new EnumMap<>(Outcome.class);
    private final Timer startUp;
    private final Timer run;
    private final MeterRegistry meters;

    public MicrometerAttempts(MeterRegistry meters) {
        this.meters = meters;
        meters.gauge("signalbox.attempts.running", running);
        for (Outcome outcome : Outcome.values()) {
            answered.put(
                    outcome,
                    Counter.builder("signalbox.attempts")
                            .description("Attempts that were answered")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        this.startUp = Timer.builder("signalbox.attempt.start.up")
                .description("From the worker's start to the program's")
                .publishPercentileHistogram()
                .register(meters);
        this.run = Timer.builder("signalbox.attempt.run")
                .description("Run time of the program")
                .publishPercentileHistogram()
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
