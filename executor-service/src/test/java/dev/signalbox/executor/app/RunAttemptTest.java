package dev.signalbox.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.RunAttempt.Ending;
import dev.signalbox.executor.app.StopSignal.Cause;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.Offer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunAttemptTest {

    private final TestingReports reports = new TestingReports();
    private final StopRequests stops = new StopRequests(10);
    private final ExecutionRequested request = Requests.bash("true").build();
    private Program program = (attempt, output, stop) -> result(Outcome.SUCCEEDED);
    private int runs;
    private int open;

    private interface Program {
        SandboxResult run(Attempt attempt, AttemptOutput output, StopSignal stop) throws Exception;
    }

    private final RunAttempt attempts = new RunAttempt(
            new ProgramBackend(),
            reports,
            new OpenAttempts(),
            stops,
            new Questions(),
            new FinishedAttempts(1000_000),
            new OutputLimits(1000, 20, 10),
            "worker-1",
            Clock.systemUTC());

    private static SandboxResult result(Outcome outcome) {
        return new SandboxResult(
                outcome, false, 0, List.of(), Duration.ofMillis(500), Duration.ofMillis(1500), Usage.NONE, null);
    }

    private static void write(AttemptOutput output, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.append(Stream.STDOUT, bytes, 0, bytes.length);
    }

    private Ending run(int epoch, StopSignal stop) throws InterruptedException {
        return attempts.run(request, epoch, null, stop);
    }

    @Test
    void anAttemptIsStartedStreamedAndFinished() throws Exception {
        program = (attempt, output, stop) -> {
            write(output, "some");
            output.flush();
            write(output, " more");
            return result(Outcome.SUCCEEDED);
        };

        assertThat(run(1, new StopSignal())).isEqualTo(Ending.ANSWERED);

        assertThat(reports.started).singleElement().satisfies(started -> {
            assertThat(started.worker()).isEqualTo("worker-1");
            assertThat(started.isolation()).isEqualTo(Isolation.NAMESPACES);
        });
        assertThat(reports.output)
                .extracting(piece -> piece.index() + piece.text())
                .containsExactly("0some", "1 more");
        AttemptFinished finished = reports.finished.getFirst();
        assertThat(finished.stdout().text()).isEqualTo("some more");
        assertThat(finished.progressRecords()).isEqualTo(3);
        // 1 vCPU x 0.00001 + 0.5 GiB x 0.000002 = 0.000011 a second, for 2 s.
        assertThat(finished.cost().total()).hasToString("0.000022");
        assertThat(open).isZero();
    }

    @Test
    void onlySoMuchIsStreamedButAllIsCounted() throws Exception {
        program = (attempt, output, stop) -> {
            write(output, "0123456789".repeat(5));
            write(output, "x".repeat(2000));
            return result(Outcome.SUCCEEDED);
        };

        run(1, new StopSignal());

        assertThat(reports.output).extracting(piece -> piece.text()).containsExactly("01234567890123456789");
        assertThat(reports.finished.getFirst().stdout().text()).hasSize(1000);
        assertThat(reports.finished.getFirst().stdout().droppedBytes()).isEqualTo(1050);
    }

    @Test
    void aSecondDeliveryIsAnsweredWithTheFirstResultAndItsOwnEpoch() throws Exception {
        run(1, new StopSignal());

        assertThat(run(2, new StopSignal())).isEqualTo(Ending.ANSWERED);

        assertThat(runs).isEqualTo(1);
        assertThat(reports.started).hasSize(1);
        assertThat(reports.finished).extracting(AttemptFinished::epoch).containsExactly(1, 2);
        assertThat(reports.finished)
                .extracting(AttemptFinished::progressRecords)
                .containsExactly(1, 0);
        assertThat(reports.finished.get(1).finishedAt())
                .isEqualTo(reports.finished.get(0).finishedAt());
    }

    @Test
    void aResultThatKafkaDidNotTakeIsToldAtTheNextDelivery() throws Exception {
        reports.finishedFails = true;
        assertThat(run(1, new StopSignal())).isEqualTo(Ending.UNANSWERED);
        reports.finishedFails = false;

        assertThat(run(2, new StopSignal())).isEqualTo(Ending.ANSWERED);

        assertThat(runs).isEqualTo(1);
        assertThat(reports.finished).hasSize(1);
    }

    @Test
    void progressThatKafkaDidNotTakeIsNotCounted() throws Exception {
        reports.progressFails = true;
        program = (attempt, output, stop) -> {
            write(output, "lost");
            return result(Outcome.SUCCEEDED);
        };

        run(1, new StopSignal());

        assertThat(reports.finished.getFirst().progressRecords()).isEqualTo(1);
        assertThat(reports.finished.getFirst().stdout().text()).isEqualTo("lost");
    }

    @Test
    void aStopThatCameBeforeEndsTheAttemptBeforeItBegins() throws Exception {
        stops.stop(new StopExecution(request.taskId(), 1, "early", Instant.EPOCH));

        assertThat(run(1, new StopSignal())).isEqualTo(Ending.ANSWERED);

        assertThat(runs).isZero();
        assertThat(reports.started).isEmpty();
        assertThat(reports.finished.getFirst().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(reports.finished.getFirst().cost().total().usd()).isZero();
    }

    @Test
    void aStopOfAnotherAttemptDoesNothing() throws Exception {
        stops.stop(new StopExecution(request.taskId(), 2, "another", Instant.EPOCH));

        run(1, new StopSignal());

        assertThat(reports.finished.getFirst().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aStopReachesWhatRuns() throws Exception {
        program = (attempt, output, stop) -> {
            stops.stop(new StopExecution(request.taskId(), 1, "enough", Instant.EPOCH));
            return result(stop.fired().isPresent() ? Outcome.CANCELLED : Outcome.SUCCEEDED);
        };

        assertThat(run(1, new StopSignal())).isEqualTo(Ending.ANSWERED);

        assertThat(reports.finished.getFirst().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void whatOthersShallRunIsNotAnswered() throws Exception {
        for (Cause cause : List.of(Cause.LEASE_LOST, Cause.HANDED_BACK)) {
            program = (attempt, output, stop) -> {
                stop.fire(cause, "away");
                return result(Outcome.CANCELLED);
            };

            assertThat(run(1, new StopSignal())).isEqualTo(Ending.UNANSWERED);
        }
        assertThat(reports.finished).isEmpty();
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void aNewDeliveryEndsTheOldRunOfTheSameAttempt() throws Exception {
        StopSignal old = new StopSignal();
        program = (attempt, output, stop) -> {
            if (attempt.epoch() == 1) {
                program = (again, sameOutput, sameStop) -> result(Outcome.SUCCEEDED);
                run(2, new StopSignal());
                return result(stop.fired().isPresent() ? Outcome.CANCELLED : Outcome.SUCCEEDED);
            }
            return result(Outcome.SUCCEEDED);
        };

        assertThat(run(1, old)).isEqualTo(Ending.UNANSWERED);

        assertThat(old.fired()).map(StopSignal.Stop::cause).contains(Cause.LEASE_LOST);
        assertThat(reports.finished).extracting(AttemptFinished::epoch).containsExactly(2);
    }

    @Test
    void aBackendThatThrowsHasFailedAndMayBeTriedAgain() throws Exception {
        program = (attempt, output, stop) -> {
            throw new IllegalStateException("secret detail");
        };

        assertThat(run(1, new StopSignal())).isEqualTo(Ending.ANSWERED);

        AttemptFinished finished = reports.finished.getFirst();
        assertThat(finished.outcome()).isEqualTo(Outcome.BACKEND_FAILED);
        assertThat(finished.retryable()).isTrue();
        assertThat(finished.toString()).doesNotContain("secret detail");
        assertThat(finished.cost().total().usd()).isZero();
    }

    private final class ProgramBackend implements SandboxBackend {
        @Override
        public String name() {
            return "test";
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
        public SandboxResult run(Attempt attempt, AttemptProgress progress, StopSignal stop) throws Exception {
            runs++;
            return program.run(attempt, progress.output(), stop);
        }
    }

    private final class OpenAttempts implements AttemptMeters {
        @Override
        public void started() {
            open++;
        }

        @Override
        public void ended() {
            open--;
        }

        @Override
        public void answered(AttemptFinished finished) {}
    }
}
