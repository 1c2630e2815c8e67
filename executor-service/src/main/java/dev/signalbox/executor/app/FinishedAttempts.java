package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.executor.domain.AttemptKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Results of this executor, the latest ones: an attempt that is delivered again because its acknowledgement was lost is
 * answered, not run again. Thread-safe.
 */
public final class FinishedAttempts {

    private static final int OVERHEAD = 1024;

    private final long mostCharacters;
    private final Map<AttemptKey, AttemptFinished> results = new LinkedHashMap<>();
    private long characters;

    /**
     * Room for results.
     *
     * @param mostCharacters of output and files, together
     */
    public FinishedAttempts(long mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    public synchronized Optional<AttemptFinished> find(AttemptKey key) {
        return Optional.ofNullable(results.get(key));
    }

    public synchronized void remember(AttemptKey key, AttemptFinished finished) {
        AttemptFinished before = results.put(key, finished);
        characters += weight(finished) - (before == null ? 0 : weight(before));
        Iterator<AttemptFinished> oldest = results.values().iterator();
        while (characters > mostCharacters && results.size() > 1) {
            characters -= weight(oldest.next());
            oldest.remove();
        }
    }

    private static long weight(AttemptFinished finished) {
        long weight = OVERHEAD
                + finished.stdout().text().length()
                + finished.stderr().text().length();
        for (ProducedFile file : finished.files()) {
            String content = file.content();
            weight += file.path().length() + (content == null ? 0 : content.length());
        }
        return weight;
    }
}
