package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.executor.app.StopSignal.Cause;
import dev.signalbox.executor.domain.AttemptKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stops that were asked for: of attempts that run here now, and of those that may still come. Thread-safe. */
public final class StopRequests {

    private final int remembered;
    private final Map<AttemptKey, String> marks = new LinkedHashMap<>();
    private final Map<AttemptKey, List<StopSignal>> running = new HashMap<>();

    /**
     * Stops of an hour, say.
     *
     * @param remembered how many; the oldest is forgotten first
     */
    public StopRequests(int remembered) {
        this.remembered = remembered;
    }

    public synchronized void stop(StopExecution request) {
        AttemptKey key = new AttemptKey(request.taskId(), request.attempt());
        marks.put(key, request.reason());
        if (marks.size() > remembered) {
            marks.remove(marks.keySet().iterator().next());
        }
        for (StopSignal signal : running.getOrDefault(key, List.of())) {
            signal.fire(Cause.REQUESTED, request.reason());
        }
    }

    /** Why the attempt must not run. */
    public synchronized Optional<String> stopped(AttemptKey key) {
        return Optional.ofNullable(marks.get(key));
    }

    /**
     * From now on a stop of the attempt fires the signal; at once when it was asked for before. Whoever runs the attempt
     * here already has lost its lease, or it would not have been delivered again.
     */
    synchronized void watch(AttemptKey key, StopSignal signal) {
        List<StopSignal> signals = running.computeIfAbsent(key, absent -> new ArrayList<>());
        signals.forEach(older -> older.fire(Cause.LEASE_LOST, "it was delivered again"));
        signals.add(signal);
        String reason = marks.get(key);
        if (reason != null) {
            signal.fire(Cause.REQUESTED, reason);
        }
    }

    synchronized void forget(AttemptKey key, StopSignal signal) {
        running.computeIfPresent(key, (same, signals) -> {
            signals.remove(signal);
            return signals.isEmpty() ? null : signals;
        });
    }
}
