package dev.signalbox.session.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.problem.ProblemType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureCauseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MEMORY    | MemoryError",
                "MEMORY    | Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
                "MEMORY    | fork: Cannot allocate memory",
                "MEMORY    | FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                "DISK      | OSError: [Errno 28] No space left on device",
                "DISK      | write: Disk quota exceeded",
                "PROCESSES | bash: fork: retry: Resource temporarily unavailable",
                "PROCESSES | RuntimeError: can't start new thread",
                "NETWORK   | curl: (6) Could not resolve host: example.org",
                "NETWORK   | socket.gaierror: [Errno -3] Temporary failure in name resolution",
                "NETWORK   | connect: Network is unreachable",
                "PACKAGES  | ModuleNotFoundError: No module named 'numpy'",
                "PACKAGES  | Error: Cannot find module 'left-pad'",
                "PACKAGES  | bash: line 1: git: command not found"
            })
    void aProgramsLastWordsTellWhatItLacked(FailureCause cause, String words) {
        assertThat(FailureCause.of(Attempts.failed(1, 1, "Traceback\n" + words + "\n"), false, false))
                .contains(cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AssertionError: 3 != 4", "ValueError: bad", "Segmentation fault", ""})
    void aProgramsOwnFailureHasNoCause(String words) {
        assertThat(FailureCause.of(Attempts.failed(1, 1, words), false, false)).isEmpty();
    }

    @Test
    void aPackageThatCannotBeFetchedNeedsANetwork() {
        String words = "No module named 'x'\nCould not resolve host: packages.example\n";
        assertThat(FailureCause.of(Attempts.failed(1, 1, words), false, false)).contains(FailureCause.NETWORK);
    }

    @Test
    void onlyTheEndOfTheOutputIsLookedAt() {
        String words = "MemoryError\n" + "x".repeat(10_000);
        assertThat(FailureCause.of(Attempts.failed(1, 1, words), false, false)).isEmpty();
    }

    @Test
    void exitCodesOfTheShellTellToo() {
        assertThat(FailureCause.of(Attempts.failed(1, 137, ""), false, false)).contains(FailureCause.MEMORY);
        assertThat(FailureCause.of(Attempts.failed(1, 127, ""), false, false)).contains(FailureCause.PACKAGES);
    }

    @ParameterizedTest
    @CsvSource({"memory,MEMORY", "disk,DISK", "processes,PROCESSES"})
    void theExecutorSaysWhichLimitWasPassed(String resource, FailureCause cause) {
        assertThat(FailureCause.of(
                        Attempts.ended(
                                1,
                                Outcome.LIMIT_EXCEEDED,
                                137,
                                OutputText.EMPTY,
                                ProblemType.RESOURCE_LIMIT.because("too much", Map.of("resource", resource))),
                        false,
                        false))
                .contains(cause);
    }

    @Test
    void aTimeOutThatTheClientAskedForIsNoWantOfTime() {
        var finished =
                Attempts.ended(1, Outcome.TIMED_OUT, 137, OutputText.EMPTY, ProblemType.TIMED_OUT.because("60 s"));

        assertThat(FailureCause.of(finished, false, false)).contains(FailureCause.TIME);
        assertThat(FailureCause.of(finished, true, false)).isEmpty();
    }

    @Test
    void anAgentThatFailedNeedsABetterModel() {
        assertThat(FailureCause.of(Attempts.failed(1, 1, "MemoryError"), false, true))
                .contains(FailureCause.QUALITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "CANCELLED", "REFUSED", "BACKEND_FAILED"})
    void otherEndsSayNothingOfTheRoute(Outcome outcome) {
        assertThat(FailureCause.of(Attempts.ended(1, outcome, 1, new OutputText("MemoryError", 0), null), false, false))
                .isEqualTo(Optional.empty());
    }
}
