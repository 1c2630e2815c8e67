package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sandboxes that this worker answers for: in use, in its pool, held, and about to be. Thread-safe. */
public final class OwnSandboxes {

    private final Map<String, Sandbox> byId = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Set<String> creating = ConcurrentHashMap.newKeySet();

    /** A sandbox that is on its way. */
    public final class Creation implements AutoCloseable {

        private final String label;

        private Creation(String label) {
            this.label = label;
            creating.add(label);
        }

        /** It is there. */
        public void created(Sandbox sandbox) {
            byId.put(sandbox.id(), sandbox);
        }

        @Override
        public void close() {
            creating.remove(label);
        }
    }

    public Creation creating(String label) {
        return new Creation(label);
    }

    void keep(Sandbox sandbox) {
        byId.put(sandbox.id(), sandbox);
    }

    /** From now on somebody else extends it, or lets it rest. */
    public void hold(Sandbox sandbox) {
        held.add(sandbox.id());
        byId.remove(sandbox.id());
    }

    public void forget(String id) {
        byId.remove(id);
        held.remove(id);
    }

    /** Whether somebody here needs it, or will know it in a moment. */
    boolean owns(String id, String label) {
        return byId.containsKey(id) || held.contains(id) || creating.contains(label);
    }

    List<Sandbox> all() {
        return List.copyOf(byId.values());
    }
}
