package dev.signalbox.session.domain;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an attempt lacked that a stronger route may have. A failure of the program itself, a false result or an assertion
 * say, has no cause here: it would fail everywhere.
 *
 * <p>Where the executor stopped the attempt it says at what limit ({@code resource} in the problem). Where the program
 * ended by itself its last words are read, in the order of the constants: a package that cannot be fetched for want of a
 * network needs a network.
 */
public enum FailureCause {
    MEMORY(
            "memory",
            "MemoryError",
            "OutOfMemoryError",
            "Cannot allocate memory",
            "heap out of memory",
            "std::bad_alloc",
            "out of memory"),
    TIME("time"),
    DISK("disk space", "No space left on device", "Disk quota exceeded"),
    PROCESSES(
            "processes",
            "Resource temporarily unavailable",
            "can't start new thread",
            "unable to create native thread"),
    NETWORK(
            "network",
            "Temporary failure in name resolution",
            "Could not resolve host",
            "Network is unreachable",
            "getaddrinfo EAI_AGAIN",
            "UnknownHostException"),
    PACKAGES("packages", "ModuleNotFoundError", "No module named", "Cannot find module", "command not found"),
    /** An agent's answer was not good enough: a better model may do it. */
    QUALITY("ability");

    /** Looked at from the end of each stream. */
    private static final int TAIL = 4096;

    private static final int KILLED = 137;
    private static final int COMMAND_NOT_FOUND = 127;
    private static final List<FailureCause> BY_SYMPTOM = List.of(MEMORY, DISK, PROCESSES, NETWORK, PACKAGES);

    private final String words;
    private final List<String> symptoms;

    FailureCause(String words, String... symptoms) {
        this.words = words;
        this.symptoms = List.of(symptoms);
    }

    /** As {@code PlannedAttempt.gains} and {@code PreviousAttempt.cause} name it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What more of is needed, for people. */
    public String words() {
        return words;
    }

    /**
     * The cause of an end without success; empty where a stronger route would not help.
     *
     * @param timeoutGiven whether the client itself said how long the attempt may take
     * @param byModel whether a language model worked on it
     */
    public static Optional<FailureCause> of(AttemptFinished finished, boolean timeoutGiven, boolean byModel) {
        return switch (finished.outcome()) {
            case TIMED_OUT -> timeoutGiven ? Optional.empty() : Optional.of(TIME);
            case LIMIT_EXCEEDED -> byLimit(finished.problem());
            case FAILED -> byModel ? byAgent(finished.problem()) : bySymptom(finished);
            case SUCCEEDED, CANCELLED, REFUSED, BACKEND_FAILED -> Optional.empty();
        };
    }

    private static Optional<FailureCause> byLimit(@org.jspecify.annotations.Nullable Problem problem) {
        String resource = problem == null ? null : problem.extensions().get("resource");
        return switch (resource) {
            case "memory" -> Optional.of(MEMORY);
            case "disk" -> Optional.of(DISK);
            case "processes" -> Optional.of(PROCESSES);
            // A better model needs fewer of them. More cost is what the client did not want.
            case "turns", "tokens" -> Optional.of(QUALITY);
            case null, default -> Optional.empty();
        };
    }

    /** Providers that do not answer say nothing about the model. */
    private static Optional<FailureCause> byAgent(@org.jspecify.annotations.Nullable Problem problem) {
        return problem != null && problem.type().equals(ProblemType.MODEL_FAILED.uri())
                ? Optional.empty()
                : Optional.of(QUALITY);
    }

    private static Optional<FailureCause> bySymptom(AttemptFinished finished) {
        String stderr = tail(finished.stderr());
        String stdout = tail(finished.stdout());
        for (FailureCause cause : BY_SYMPTOM) {
            for (String symptom : cause.symptoms) {
                if (stderr.contains(symptom) || stdout.contains(symptom)) {
                    return Optional.of(cause);
                }
            }
        }
        Integer exitCode = finished.exitCode();
        if (exitCode == null) {
            return Optional.empty();
        }
        return switch (exitCode) {
            case KILLED -> Optional.of(MEMORY);
            case COMMAND_NOT_FOUND -> Optional.of(PACKAGES);
            default -> Optional.empty();
        };
    }

    private static String tail(OutputText output) {
        String text = output.text();
        return text.length() <= TAIL ? text : text.substring(text.length() - TAIL);
    }
}
