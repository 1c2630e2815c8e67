package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.executor.domain.AttemptKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Questions to humans that wait for an answer here. Thread-safe. */
public final class Questions {

    private final Map<Key, CompletableFuture<Optional<String>>> waiting = new ConcurrentHashMap<>();

    private record Key(AttemptKey attempt, String questionId) {}

    /** A question that waits. */
    public final class Open implements AutoCloseable {

        private final Key key;
        private final CompletableFuture<Optional<String>> answer = new CompletableFuture<>();

        private Open(Key key) {
            this.key = key;
            waiting.put(key, answer);
        }

        /** Empty when no answer came in time or the attempt was stopped. */
        Optional<String> await(Duration atMost, StopSignal stop) throws InterruptedException {
            stop.whenFired(() -> answer.complete(Optional.empty()));
            try {
                return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }

        @Override
        public void close() {
            waiting.remove(key);
        }
    }

    /** From now on an answer is awaited. */
    public Open open(AttemptKey attempt, String questionId) {
        return new Open(new Key(attempt, questionId));
    }

    /** Hands an answer over, if it is awaited here; the first one counts. */
    public void answered(QuestionAnswered answered) {
        CompletableFuture<Optional<String>> open =
                waiting.get(new Key(new AttemptKey(answered.taskId(), answered.attempt()), answered.questionId()));
        if (open != null) {
            open.complete(Optional.of(answered.answer()));
        }
    }
}
