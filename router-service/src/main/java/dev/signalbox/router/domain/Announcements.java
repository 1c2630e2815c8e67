package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What holds of each backend, from what its workers say one after the other under one key. The newest word counts, but for
 * one: a worker that goes to sleep does not put to sleep those that were heard from a moment ago. It does when they say nothing
 * more: one of them may have died just before. Of two that go at once each takes itself out, and the second one's word stands.
 * Who reads only the newest record, as after a restart, believes
 * the sleeper until another worker's next heartbeat, and only expects a start that is not needed.
 */
public final class Announcements {

    /** Three heartbeats of an executor, and a little. */
    static final Duration LIVES = Duration.ofSeconds(35);

    private final Map<String, BackendAnnounced> current = new TreeMap<>();
    private final Map<String, Map<String, BackendAnnounced>> awake = new HashMap<>();
    /** Last words that others overrule, as long as those live. */
    private final Map<String, BackendAnnounced> overruled = new HashMap<>();

    /** A worker said this. */
    public void take(BackendAnnounced announced) {
        String worker = Objects.requireNonNullElse(announced.worker(), "");
        Map<String, BackendAnnounced> workers = awake.computeIfAbsent(announced.backend(), _ -> new HashMap<>());
        forget(workers, announced.announcedAt());
        overruled.remove(announced.backend());
        BackendAnnounced holds = announced;
        if (announced.dormant()) {
            workers.remove(worker);
            if (!workers.isEmpty()) {
                holds = Collections.max(workers.values(), Comparator.comparing(BackendAnnounced::announcedAt));
                overruled.put(announced.backend(), announced);
            }
        } else {
            workers.put(worker, announced);
        }
        current.put(announced.backend(), holds);
    }

    /** Time has passed; whether that changed anything. */
    public boolean settle(Instant now) {
        boolean changed = false;
        for (BackendAnnounced word : List.copyOf(overruled.values())) {
            Map<String, BackendAnnounced> workers = awake.getOrDefault(word.backend(), Map.of());
            forget(workers, now);
            if (workers.isEmpty()) {
                current.put(word.backend(), word);
                overruled.remove(word.backend());
                changed = true;
            }
        }
        return changed;
    }

    private static void forget(Map<String, BackendAnnounced> workers, Instant now) {
        workers.values().removeIf(worker -> worker.announcedAt().isBefore(now.minus(LIVES)));
    }

    /** Somebody withdrew the backend. */
    public void withdraw(String backend) {
        current.remove(backend);
        awake.remove(backend);
        overruled.remove(backend);
    }

    /** What holds now, by backend. */
    public Map<String, BackendAnnounced> current() {
        return Collections.unmodifiableMap(current);
    }
}
