package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What holds of each backend, from what its workers say one after the other under one key. The newest word counts, but for
 * one: a worker that goes to sleep does not put to sleep those that were heard from a moment ago. Of two that go at once
 * each takes itself out, and the second one's word stands. Who reads only the newest record, as after a restart, believes
 * the sleeper until another worker's next heartbeat, and only expects a start that is not needed.
 */
public final class Announcements {

    /** Three heartbeats of an executor, and a little. */
    static final Duration LIVES = Duration.ofSeconds(35);

    private final Map<String, BackendAnnounced> current = new TreeMap<>();
    private final Map<String, Map<String, BackendAnnounced>> awake = new HashMap<>();

    /** A worker said this. */
    public void take(BackendAnnounced announced) {
        String worker = Objects.requireNonNullElse(announced.worker(), "");
        Map<String, BackendAnnounced> workers = awake.computeIfAbsent(announced.backend(), _ -> new HashMap<>());
        workers.values()
                .removeIf(other ->
                        other.announcedAt().isBefore(announced.announcedAt().minus(LIVES)));
        BackendAnnounced holds = announced;
        if (announced.dormant()) {
            workers.remove(worker);
            holds = workers.values().stream()
                    .max(Comparator.comparing(BackendAnnounced::announcedAt))
                    .orElse(announced);
        } else {
            workers.put(worker, announced);
        }
        current.put(announced.backend(), holds);
    }

    /** Somebody withdrew the backend. */
    public void withdraw(String backend) {
        current.remove(backend);
        awake.remove(backend);
    }

    /** What holds now, by backend. */
    public Map<String, BackendAnnounced> current() {
        return Collections.unmodifiableMap(current);
    }
}
