package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.agent.ModelException.Kind;
import dev.signalbox.executor.domain.agent.Backoff;
import dev.signalbox.executor.domain.agent.Memory;
import dev.signalbox.executor.domain.agent.ModelAccount;
import dev.signalbox.executor.domain.agent.Said;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gets an answer from a model: tries again, waits as the provider asks, and falls back to the next model. */
final class ModelCaller {

    private static final int TRIES = 3;

    private final Settings settings;
    private final RandomGenerator random;
    private final AgentProgress progress;
    private final ModelAccount account;
    private final Supervised supervised;
    private boolean saidSomething;
    private boolean startsAnew;

    /**
     * How patient to be.
     *
     * @param silence longest time without a sign of life in an answer
     * @param longestWait that a provider may ask for before another model is taken
     */
    record Settings(Backoff backoff, Duration silence, Duration longestWait) {
        static final Settings USUAL = new Settings(Backoff.USUAL, Duration.ofSeconds(90), Duration.ofSeconds(30));
    }

    /** No model answered. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean later;

        NoAnswer(String message, boolean later, @Nullable Throwable cause) {
            super(message, cause);
            this.later = later;
        }

        /** Whether it may do later. */
        boolean later() {
            return later;
        }
    }

    /** A provider's filter refused. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    ModelCaller(
            Settings settings,
            RandomGenerator random,
            AgentProgress progress,
            ModelAccount account,
            Supervised supervised) {
        this.settings = settings;
        this.random = random;
        this.progress = progress;
        this.account = account;
        this.supervised = supervised;
    }

    ModelReply call(ModelRequest wanted, ModelChoice choice)
            throws NoAnswer, Refused, Supervised.Left, InterruptedException {
        ModelException last = null;
        while (!choice.exhausted()) {
            ModelChoice.Candidate candidate = choice.current();
            try {
                return persist(wanted, candidate, choice.hasAnother());
            } catch (ModelException e) {
                last = e;
                if (e.kind() == Kind.CONTENT) {
                    throw new Refused("" + e.getMessage());
                }
                choice.giveUpCurrent(e.kind().name().toLowerCase(java.util.Locale.ROOT) + ": " + e.getMessage());
                progress.note(
                        "model " + candidate.model() + " of "
                                + candidate.provider().name() + " failed ("
                                + e.kind() + ")"
                                + (choice.exhausted()
                                        ? ", there is no other"
                                        : ", falls back to " + choice.current().model()),
                        null); // what the provider says is in the problem, not in the log
            }
        }
        throw new NoAnswer(
                "No model answered. Tried: " + String.join("; ", choice.tried()) + ".",
                last != null && last.kind().retryable(),
                last);
    }

    private ModelReply persist(ModelRequest wanted, ModelChoice.Candidate candidate, boolean another)
            throws ModelException, Supervised.Left, InterruptedException {
        JsonNode schema = wanted.answerSchema();
        List<Said> messages = wanted.messages();
        boolean shortened = false;
        int failures = 0;
        while (true) {
            try {
                return once(wanted.with(candidate.model(), messages, schema), candidate);
            } catch (ModelException e) {
                if (e.spent().total() > 0) {
                    count(candidate, e.spent());
                }
                if (e.kind() == Kind.INVALID && schema != null) {
                    schema = null; // the provider's own form of it takes less than ours; the answer is validated anyway
                    continue;
                }
                if (e.kind() == Kind.TOO_LONG && !shortened) {
                    shortened = true;
                    messages = shorter(messages);
                    continue;
                }
                failures++;
                Duration wait = settings.backoff().wait(failures, e.retryAfter().orElse(null), random.nextDouble());
                if (!e.kind().retryable()
                        || failures >= TRIES
                        || wait.compareTo(settings.longestWait()) > 0 && another
                        || wait.compareTo(supervised.left()) > 0) {
                    throw e;
                }
                supervised.sleep(wait);
            }
        }
    }

    private static List<Said> shorter(List<Said> messages) {
        var plain = messages.stream().map(Said::message).toList();
        return Memory.bounded(plain, Memory.bytes(plain) / 2).stream()
                .map(Said::of)
                .toList();
    }

    private ModelReply once(ModelRequest request, ModelChoice.Candidate candidate)
            throws ModelException, Supervised.Left, InterruptedException {
        AtomicLong lastSign = new AtomicLong(System.nanoTime());
        boolean[] spoke = {false};
        ModelListener listener = new ModelListener() {
            @Override
            public void text(String piece) {
                alive();
                if (!piece.isEmpty()) {
                    tell(piece, spoke);
                }
            }

            @Override
            public void alive() {
                lastSign.set(System.nanoTime());
            }
        };
        try (Step step = ModelSteps.begin(request, candidate.provider().name());
                Step.Scope ignored = step.enter()) {
            return once(request, candidate, listener, lastSign, spoke, step);
        }
    }

    private ModelReply once(
            ModelRequest request,
            ModelChoice.Candidate candidate,
            ModelListener listener,
            AtomicLong lastSign,
            boolean[] spoke,
            Step step)
            throws ModelException, Supervised.Left, InterruptedException {
        try {
            ModelReply reply = supervised.run(
                    () -> candidate.provider().call(request, listener), lastSign::get, settings.silence());
            ModelSteps.answered(step, reply);
            count(candidate, reply.tokens());
            startsAnew = spoke[0];
            return reply;
        } catch (ExecutionException e) {
            if (spoke[0]) {
                progress.text("\n[The answer broke off here and is begun again.]\n");
            }
            throw ModelSteps.failed(step, asModelException(e));
        } catch (Supervised.Left left) {
            step.failed(left.why().name().toLowerCase(java.util.Locale.ROOT));
            if (left.why() == Supervised.Cause.SILENCE) {
                throw new ModelException(
                        Kind.TIMEOUT, "nothing came for " + settings.silence().toSeconds() + " s");
            }
            throw left;
        }
    }

    private void tell(String piece, boolean[] spoke) {
        if (!spoke[0] && startsAnew && saidSomething) {
            progress.text("\n\n");
        }
        spoke[0] = true;
        saidSomething = true;
        progress.text(piece);
    }

    private static ModelException asModelException(ExecutionException e) throws InterruptedException {
        if (e.getCause() instanceof ModelException failure) {
            return failure;
        }
        if (e.getCause() instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return new ModelException(Kind.UNAVAILABLE, "the call failed on our side", null, TokenUsage.NONE, e.getCause());
    }

    private void count(ModelChoice.Candidate candidate, TokenUsage tokens) {
        var ignored = account.add(candidate.rates(), tokens);
        progress.usage(account.tokens(), account.cost());
    }
}
