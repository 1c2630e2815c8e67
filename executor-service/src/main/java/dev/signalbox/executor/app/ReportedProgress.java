package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.execution.UsageMeasured;
import dev.signalbox.executor.domain.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the progress of one attempt in records that are numbered through. Thread-safe. */
final class ReportedProgress implements AttemptProgress {

    private static final System.Logger LOG = System.getLogger(ReportedProgress.class.getName());

    private final Attempt attempt;
    private final AttemptReports reports;
    private final ProgressLog log;
    private final Questions questions;
    private final StopSignal stop;
    private final Clock clock;
    private final @Nullable String trace;
    private final AttemptOutput output;
    private final AtomicInteger index = new AtomicInteger();
    private volatile Supplier<Cost> sandbox = () -> Cost.NONE;

    ReportedProgress(
            Attempt attempt,
            OutputLimits limits,
            AttemptReports reports,
            ProgressLog log,
            Questions questions,
            StopSignal stop,
            Clock clock,
            @Nullable String trace) {
        this.attempt = attempt;
        this.reports = reports;
        this.log = log;
        this.questions = questions;
        this.stop = stop;
        this.clock = clock;
        this.trace = trace;
        this.output = new AttemptOutput(limits, this::piece);
    }

    private ExecutionRequested request() {
        return attempt.request();
    }

    @Override
    public AttemptOutput output() {
        return output;
    }

    @Override
    public void sandboxCost(Supplier<Cost> cost) {
        this.sandbox = cost;
    }

    @Override
    public Cost sandboxCost() {
        return sandbox.get();
    }

    private void piece(Stream stream, String text) {
        log.add(reports.output(
                new OutputAppended(
                        request().taskId(),
                        request().attempt(),
                        attempt.epoch(),
                        index.getAndIncrement(),
                        stream,
                        text,
                        clock.instant()),
                trace));
    }

    @Override
    public void text(String piece) {
        output.append(piece);
    }

    @Override
    public void toolBegins(String callId, String tool, String arguments) {
        output.flush();
        tool(callId, tool, arguments, null, null, null);
    }

    @Override
    public void toolEnds(
            String callId,
            String tool,
            String arguments,
            ToolCalled.Outcome outcome,
            String result,
            Duration duration) {
        tool(callId, tool, arguments, outcome, result, duration);
    }

    private void tool(
            String callId,
            String tool,
            String arguments,
            ToolCalled.@Nullable Outcome outcome,
            @Nullable String result,
            @Nullable Duration duration) {
        log.add(reports.toolCalled(
                new ToolCalled(
                        request().taskId(),
                        request().attempt(),
                        attempt.epoch(),
                        index.getAndIncrement(),
                        callId,
                        tool,
                        arguments,
                        outcome,
                        result,
                        duration,
                        clock.instant()),
                trace));
    }

    @Override
    public void usage(TokenUsage tokens, Cost cost) {
        output.flush();
        log.add(reports.usage(
                new UsageMeasured(
                        request().taskId(),
                        request().attempt(),
                        attempt.epoch(),
                        index.getAndIncrement(),
                        Usage.NONE.with(tokens),
                        cost.plus(sandboxCost()),
                        clock.instant()),
                trace));
    }

    @Override
    public Optional<String> ask(String question, @Nullable ProposedCall call, Duration atMost)
            throws InterruptedException {
        output.flush();
        Instant now = clock.instant();
        int number = index.getAndIncrement();
        String id = "q" + attempt.epoch() + "-" + number;
        try (Questions.Open open = questions.open(attempt.key(), id)) {
            log.add(reports.question(
                    new QuestionAsked(
                            request().taskId(),
                            request().attempt(),
                            attempt.epoch(),
                            number,
                            id,
                            question,
                            now.plus(atMost),
                            call,
                            now),
                    trace));
            LOG.log(
                    System.Logger.Level.INFO,
                    "attempt waits for a human taskId={0} attempt={1} epoch={2} questionId={3}",
                    request().taskId(),
                    request().attempt(),
                    attempt.epoch(),
                    id);
            return open.await(atMost, stop);
        }
    }
}
