package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.benchmarks.measure.Meter;
import dev.signalbox.benchmarks.measure.ProcessGroups;
import dev.signalbox.benchmarks.report.StepResult;
import dev.signalbox.benchmarks.report.StepResult.Load;
import dev.signalbox.benchmarks.report.StepResult.Step;
import dev.signalbox.benchmarks.report.StepResult.Way;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

    private final LoadGenerator generator = new LoadGenerator(new Meter(ProcessGroups.of(Map.of())));

    /** Ends one task after the other on one thread, each after a time. */
    private static final class SlowTarget implements Target {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger mostOpen = new AtomicInteger();
        private final long milliseconds;

        SlowTarget(long milliseconds) {
            this.milliseconds = milliseconds;
        }

        @Override
        public void submit(Ending ending) {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            thread.execute(() -> {
                try {
                    TimeUnit.MILLISECONDS.sleep(milliseconds);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                open.decrementAndGet();
                ending.ended(Outcome.SUCCEEDED);
            });
        }

        @Override
        public Collection<String> accepted() {
            return List.of();
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    @Test
    void everyClientOfAClosedLoopHasOneTaskUnderWay() throws InterruptedException {
        try (SlowTarget target = new SlowTarget(1)) {
            StepResult result = generator.run(step(Load.CLOSED, 5, 0.3), target, List.of());

            assertThat(target.mostOpen).hasValue(5);
            assertThat(result.ended()).isPositive();
            assertThat(result.submitted()).isBetween(result.ended(), result.ended() + 5);
            assertThat(result.unanswered()).isZero();
            assertThat(result.passed()).isTrue();
        }
    }

    @Test
    void anOpenLoopKeepsItsRateAndCountsTheWaitOfTasksBehindASlowOne() throws InterruptedException {
        // 20 tasks asked for within 0.2 s, of which each takes 30 ms alone: the last waits for all others.
        try (SlowTarget target = new SlowTarget(30)) {
            StepResult result = generator.run(step(Load.OPEN, 100, 0.2), target, List.of());

            assertThat(result.submitted()).isEqualTo(20);
            assertThat(result.ended()).isEqualTo(20);
            assertThat(result.latency().longest()).isGreaterThan(300);
        }
    }

    /** Holds up whoever sends the first task, and ends every task at once. */
    private static final class StallingTarget implements Target {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void submit(Ending ending) {
            if (count.getAndIncrement() == 0) {
                try {
                    TimeUnit.MILLISECONDS.sleep(200);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            thread.execute(() -> ending.ended(Outcome.SUCCEEDED));
        }

        @Override
        public Collection<String> accepted() {
            return List.of();
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    @Test
    void latencyCountsFromTheMomentMeantForTheSendNotFromALateSend() throws InterruptedException {
        try (StallingTarget target = new StallingTarget()) {
            StepResult result = generator.run(step(Load.OPEN, 100, 0.2), target, List.of());

            assertThat(result.submitted()).isEqualTo(20);
            assertThat(result.latency().p50()).isGreaterThan(80);
        }
    }

    private static Step step(Load load, double amount, double seconds) {
        return new Step(StepResult.System.FLOOR, Way.KAFKA, load, "test", amount, seconds);
    }
}
