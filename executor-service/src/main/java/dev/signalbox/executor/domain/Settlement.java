package dev.signalbox.executor.domain;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.route.Resources;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The record that ends an attempt, with what it costs. */
public final class Settlement {

    private Settlement() {}

    /** The end of an attempt that this worker ran. */
    public static AttemptFinished finished(
            Attempt attempt,
            SandboxResult result,
            OutputText stdout,
            OutputText stderr,
            Instant startedAt,
            int progressRecords,
            Instant now) {
        ExecutionRequested request = attempt.request();
        return new AttemptFinished(
                request.taskId(),
                request.attempt(),
                attempt.epoch(),
                result.outcome(),
                result.retryable(),
                result.exitCode(),
                stdout,
                stderr,
                result.files(),
                new Timings(queued(request, startedAt), result.startUp(), result.run()),
                result.usage(),
                cost(request, result),
                progressRecords,
                result.problem(),
                now,
                result.answer(),
                result.conversation());
    }

    /** The same end, told by a later delivery that wrote no progress of its own. */
    public static AttemptFinished again(AttemptFinished known, int epoch) {
        return new AttemptFinished(
                known.taskId(),
                known.attempt(),
                epoch,
                known.outcome(),
                known.retryable(),
                known.exitCode(),
                known.stdout(),
                known.stderr(),
                known.files(),
                known.timings(),
                known.usage(),
                known.cost(),
                0,
                known.problem(),
                known.finishedAt(),
                known.answer(),
                known.conversation());
    }

    private static Duration queued(ExecutionRequested request, Instant startedAt) {
        Duration queued = Duration.between(request.requestedAt(), startedAt);
        return queued.isNegative() ? Duration.ZERO : queued;
    }

    /** The sandbox, unless the backend refused or failed, and whatever models were paid for. */
    static Cost cost(ExecutionRequested request, SandboxResult result) {
        return sandbox(request, result).plus(result.modelCost());
    }

    private static Cost sandbox(ExecutionRequested request, SandboxResult result) {
        Duration charged = result.charged();
        return switch (result.outcome()) {
            case REFUSED, BACKEND_FAILED -> Cost.NONE;
            case SUCCEEDED, FAILED, TIMED_OUT, LIMIT_EXCEEDED, CANCELLED ->
                charged == null ? Cost.NONE : sandbox(request, result.allocated(), charged);
        };
    }

    /**
     * Allocated size x time.
     *
     * @param allocated the size, where the provider allocated another than was asked for
     */
    public static Cost sandbox(ExecutionRequested request, @Nullable Resources allocated, Duration charged) {
        Resources size = allocated == null ? request.resources() : allocated;
        return Cost.of(new Cost.Part(
                "sandbox",
                request.rates().cost(size, charged),
                size.vcpus() + " vCPU and " + size.memoryMib() + " MiB for "
                        + BigDecimal.valueOf(charged.toMillis(), 3) + " s, price list "
                        + request.rates().version()));
    }
}
