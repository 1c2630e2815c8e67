package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.executor.app.AttemptProgress;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.Offer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes the first argument of a task as milliseconds, and runs that long. */
final class TestingBackend implements SandboxBackend {

    private final String name;
    final List<String> runs = new CopyOnWriteArrayList<>();

    TestingBackend(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Offer offer() {
        return new Offer(
                "quick",
                null,
                Isolation.NAMESPACES,
                BackendAnnounced.standardTiers(),
                Set.of(),
                Set.of(),
                Duration.ofHours(1),
                Duration.ZERO);
    }

    @Override
    public SandboxResult run(Attempt attempt, AttemptProgress progress, StopSignal stop) throws InterruptedException {
        runs.add(attempt.label());
        byte[] text = "ran".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        progress.output().append(Stream.STDOUT, text, 0, text.length);
        long millis = Long.parseLong(attempt.request().task().arguments().getFirst());
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(20);
            if (stop.fired().isPresent()) {
                return result(Outcome.CANCELLED);
            }
        }
        return result(Outcome.SUCCEEDED);
    }

    private static SandboxResult result(Outcome outcome) {
        return new SandboxResult(
                outcome, false, 0, List.of(), Duration.ofMillis(5), Duration.ofMillis(20), Usage.NONE, null);
    }
}
