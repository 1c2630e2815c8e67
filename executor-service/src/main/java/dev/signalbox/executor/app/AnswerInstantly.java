package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.executor.domain.Settlement;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Answers attempts on an {@link SandboxBackend#instant} backend, thousands in a second. */
public final class AnswerInstantly {

    private final SandboxBackend backend;
    private final StopRequests stops;
    private final String worker;
    private final Clock clock;

    public AnswerInstantly(SandboxBackend backend, StopRequests stops, String worker, Clock clock) {
        this.backend = backend;
        this.stops = stops;
        this.worker = worker;
        this.clock = clock;
    }

    /** Both records of an attempt that is over as soon as it begins. */
    public record Answer(AttemptStarted started, AttemptFinished finished) {}

    public Answer answer(ExecutionRequested request, int epoch) {
        Attempt attempt = new Attempt(request, epoch);
        Instant now = clock.instant();
        AttemptProgress progress = AttemptProgress.unwatched(OutputLimits.STANDARD);
        AttemptOutput output = progress.output();
        SandboxResult result = result(attempt, progress);
        return new Answer(
                new AttemptStarted(
                        request.taskId(),
                        request.attempt(),
                        epoch,
                        backend.name(),
                        worker,
                        backend.offer().isolation(),
                        now),
                Settlement.finished(
                        attempt, result, output.text(Stream.STDOUT), output.text(Stream.STDERR), now, 1, now));
    }

    private SandboxResult result(Attempt attempt, AttemptProgress progress) {
        Optional<String> stopped = stops.stopped(attempt.key());
        if (stopped.isPresent()) {
            return SandboxResult.cancelledBeforeStart(stopped.get());
        }
        try {
            return backend.run(attempt, progress, new StopSignal());
        } catch (Exception e) {
            return SandboxResult.backendFailed(
                    java.time.Duration.ZERO, "The backend " + backend.name() + " failed: " + e.getMessage());
        }
    }
}
