package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sandboxes that this worker answers for: in use, in its pool, and about to be. Thread-safe. */
final class OwnSandboxes {

    private final Map<String, Sandbox> byId = new ConcurrentHashMap<>();
    private final Set<String> creating = ConcurrentHashMap.newKeySet();

    /** A sandbox that is on its way. */
    final class Creation implements AutoCloseable {

        private final String label;

        private Creation(String label) {
            this.label = label;
            creating.add(label);
        }

        /** It is there. */
        void created(Sandbox sandbox) {
            byId.put(sandbox.id(), sandbox);
        }

        @Override
        public void close() {
            creating.remove(label);
        }
    }

    Creation creating(String label) {
        return new Creation(label);
    }

    void keep(Sandbox sandbox) {
        byId.put(sandbox.id(), sandbox);
    }

    void forget(String id) {
        byId.remove(id);
    }

    /** Whether somebody here needs it, or will know it in a moment. */
    boolean owns(String id, String label) {
        return byId.containsKey(id) || creating.contains(label);
    }

    List<Sandbox> all() {
        return List.copyOf(byId.values());
    }
}
