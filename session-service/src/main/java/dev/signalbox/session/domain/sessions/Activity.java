package dev.signalbox.session.domain.sessions;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a session's tasks.
 *
 * @param agents by agent; the empty one stands for programs
 */
public record Activity(Map<String, OfAgent> agents) {

    public static final Activity NONE = new Activity(Map.of());

    /** What one agent does. */
    public record OfAgent(int running, Instant lastAt) {}

    public Activity {
        agents = Map.copyOf(agents);
    }

    boolean running() {
        return agents.values().stream().anyMatch(agent -> agent.running() > 0);
    }

    boolean running(String agent) {
        OfAgent of = agents.get(agent);
        return of != null && of.running() > 0;
    }

    @Nullable
    Instant lastAt() {
        return agents.values().stream()
                .map(OfAgent::lastAt)
                .max(Instant::compareTo)
                .orElse(null);
    }
}
