package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What all workers of a backend have recorded: who lives, and who answers for which sandbox. Thread-safe. */
public final class Ledger {

    private final Map<String, Instant> workers = new ConcurrentHashMap<>();
    private final Map<String, SandboxIntended> intents = new ConcurrentHashMap<>();
    private volatile boolean complete;

    public void seen(WorkerSeen seen) {
        workers.merge(seen.worker(), seen.at(), (old, now) -> now.isAfter(old) ? now : old);
    }

    /** A worker ended properly. */
    public void ended(String worker) {
        workers.remove(worker);
    }

    /** An intent by the label of its sandbox. */
    public void intended(String label, SandboxIntended intended) {
        intents.put(label, intended);
    }

    public void removed(String label) {
        intents.remove(label);
    }

    /** Everything that was recorded before is read: from now on a missing worker is a dead one. */
    public void completed() {
        complete = true;
    }

    /** Whether everything that was recorded before is read. */
    public boolean isComplete() {
        return complete;
    }

    /** When a worker last showed. */
    public Optional<Instant> lastSeen(String worker) {
        return Optional.ofNullable(workers.get(worker));
    }

    /** Whether a worker has shown lately. */
    public boolean alive(String worker, Instant now, Duration longestSilence) {
        return lastSeen(worker)
                .map(seen -> seen.plus(longestSilence).isAfter(now))
                .orElse(false);
    }

    /** Workers that have shown lately. */
    public Set<String> living(Instant now, Duration longestSilence) {
        return workers.entrySet().stream()
                .filter(worker -> worker.getValue().plus(longestSilence).isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Forgets workers that nobody will ask about again. */
    public void forgetWorkers(Instant before) {
        workers.values().removeIf(seen -> seen.isBefore(before));
    }

    /** The intent that names this sandbox: it tells who took it from a pool. */
    public Optional<SandboxIntended> ofSandbox(String id) {
        return intents.values().stream()
                .filter(intent -> id.equals(intent.sandboxId()))
                .findFirst();
    }

    /** All intents, by label. */
    public Map<String, SandboxIntended> intents() {
        return Map.copyOf(intents);
    }
}
