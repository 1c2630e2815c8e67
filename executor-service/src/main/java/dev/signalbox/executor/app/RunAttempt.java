package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.StopSignal.Cause;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.executor.domain.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs one attempt and answers it: started, output, finished. */
public final class RunAttempt {

    private static final System.Logger LOG = System.getLogger(RunAttempt.class.getName());
    private static final Duration RECORD_IS_DURABLE_OR_LOST = Duration.ofSeconds(150);

    private final SandboxBackend backend;
    private final AttemptReports reports;
    private final AttemptMeters meters;
    private final StopRequests stops;
    private final Questions questions;
    private final FinishedAttempts finished;
    private final OutputLimits limits;
    private final String worker;
    private final Clock clock;

    public RunAttempt(
            SandboxBackend backend,
            AttemptReports reports,
            AttemptMeters meters,
            StopRequests stops,
            Questions questions,
            FinishedAttempts finished,
            OutputLimits limits,
            String worker,
            Clock clock) {
        this.backend = backend;
        this.reports = reports;
        this.meters = meters;
        this.stops = stops;
        this.questions = questions;
        this.finished = finished;
        this.limits = limits;
        this.worker = worker;
        this.clock = clock;
    }

    /** What became of a delivery. */
    public enum Ending {
        /** The result is durable: the delivery is done. */
        ANSWERED,
        /** No result was written: somebody must run it again. */
        UNANSWERED
    }

    /**
     * Runs the attempt, unless its result is already known.
     *
     * @param epoch delivery count, from 1
     * @throws InterruptedException when the thread is told to end
     */
    public Ending run(ExecutionRequested request, int epoch, @Nullable String trace, StopSignal stop)
            throws InterruptedException {
        Attempt attempt = new Attempt(request, epoch);
        Optional<AttemptFinished> known = finished.find(attempt.key());
        if (known.isPresent()) {
            LOG.log(System.Logger.Level.INFO, "answered again taskId={0} epoch={1}", request.taskId(), epoch);
            return answer(Settlement.again(known.get(), epoch), trace);
        }
        stops.watch(attempt.key(), stop);
        meters.started();
        try {
            return runOnce(attempt, trace, stop);
        } finally {
            meters.ended();
            stops.forget(attempt.key(), stop);
        }
    }

    /** Answers an attempt that was lost by every worker before, without running it. */
    public Ending giveUp(ExecutionRequested request, int epoch, @Nullable String trace) throws InterruptedException {
        Attempt attempt = new Attempt(request, epoch);
        Optional<AttemptFinished> known = finished.find(attempt.key());
        if (known.isPresent()) {
            return answer(Settlement.again(known.get(), epoch), trace);
        }
        SandboxResult lost = new SandboxResult(
                Outcome.BACKEND_FAILED,
                // Restarts of Kafka use up deliveries as well: a further attempt may do.
                true,
                null,
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                dev.signalbox.contracts.execution.Usage.NONE,
                ProblemType.WORKER_LOST.because(
                        "The task was given to " + (epoch - 1) + " workers in turn, and each disappeared with it."));
        Instant now = clock.instant();
        return answer(Settlement.finished(attempt, lost, OutputText.EMPTY, OutputText.EMPTY, now, 0, now), trace);
    }

    private Ending runOnce(Attempt attempt, @Nullable String trace, StopSignal stop) throws InterruptedException {
        ExecutionRequested request = attempt.request();
        Instant startedAt = clock.instant();
        Optional<StopSignal.Stop> stoppedBefore = stop.fired();
        if (stoppedBefore.isPresent()) {
            return stoppedBefore.get().cause() == Cause.REQUESTED
                    ? answerAndRemember(
                            attempt,
                            SandboxResult.cancelledBeforeStart(
                                    stoppedBefore.get().reason()),
                            AttemptOutput.keptOnly(limits),
                            startedAt,
                            0,
                            trace)
                    : Ending.UNANSWERED;
        }
        ProgressLog progress = new ProgressLog();
        progress.add(reports.started(
                new AttemptStarted(
                        request.taskId(),
                        request.attempt(),
                        attempt.epoch(),
                        backend.name(),
                        worker,
                        backend.offer().isolation(),
                        startedAt),
                trace));
        AttemptProgress told = new ReportedProgress(attempt, limits, reports, progress, questions, stop, clock, trace);
        AttemptOutput output = told.output();
        LOG.log(
                System.Logger.Level.INFO,
                "attempt started taskId={0} attempt={1} epoch={2} tier={3}",
                request.taskId(),
                request.attempt(),
                attempt.epoch(),
                request.route().tier());
        SandboxResult result = runInBackend(attempt, told, stop);
        output.end();
        boolean stoppedForOthers =
                stop.fired().map(fired -> fired.cause() != Cause.REQUESTED).orElse(false);
        if (stoppedForOthers && result.outcome() == Outcome.CANCELLED) {
            LOG.log(System.Logger.Level.INFO, "attempt given away taskId={0}", request.taskId());
            return Ending.UNANSWERED;
        }
        int written = progress.written(RECORD_IS_DURABLE_OR_LOST);
        return answerAndRemember(attempt, result, output, startedAt, written, trace);
    }

    private SandboxResult runInBackend(Attempt attempt, AttemptProgress progress, StopSignal stop)
            throws InterruptedException {
        try {
            return backend.run(attempt, progress, stop);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the backend failed taskId=" + attempt.request().taskId(),
                    e);
            return SandboxResult.backendFailed(
                    Duration.ZERO, "The backend " + backend.name() + " failed; its log says why.");
        }
    }

    private Ending answerAndRemember(
            Attempt attempt,
            SandboxResult result,
            AttemptOutput output,
            Instant startedAt,
            int progressRecords,
            @Nullable String trace)
            throws InterruptedException {
        AttemptFinished record = Settlement.finished(
                attempt,
                result,
                output.text(Stream.STDOUT),
                output.text(Stream.STDERR),
                startedAt,
                progressRecords,
                clock.instant());
        finished.remember(attempt.key(), record);
        tell(record, result);
        // That a task went well is told at its end, by session-service.
        LOG.log(
                record.outcome() == Outcome.SUCCEEDED ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
                "attempt finished taskId={0} attempt={1} epoch={2} outcome={3} startUp={4} run={5}",
                record.taskId(),
                record.attempt(),
                record.epoch(),
                record.outcome(),
                result.startUp(),
                result.run());
        return answer(record, trace);
    }

    private static void tell(AttemptFinished record, SandboxResult result) {
        Step step = Step.current();
        step.with(Semantics.OUTCOME, record.outcome().name().toLowerCase(Locale.ROOT))
                .with(Semantics.START_UP, result.startUp().toMillis() / 1000.0)
                .with(Semantics.RUN, result.run().toMillis() / 1000.0)
                .with(Semantics.COST, record.cost().total().usd().doubleValue());
        if (record.outcome() != Outcome.SUCCEEDED && record.problem() != null) {
            step.failed(record.problem().type().toString());
        }
    }

    private Ending answer(AttemptFinished record, @Nullable String trace) throws InterruptedException {
        try {
            reports.finished(record, trace)
                    .toCompletableFuture()
                    .get(RECORD_IS_DURABLE_OR_LOST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.ERROR, "the result was not taken taskId=" + record.taskId(), e);
            return Ending.UNANSWERED;
        }
        meters.answered(record);
        return Ending.ANSWERED;
    }
}
