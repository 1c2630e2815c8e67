package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.session.SandboxHold;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What sessions want kept ready, as it was last said. Thread-safe. */
public final class WantedHolds {

    private final Map<String, SandboxHold> holds = new ConcurrentHashMap<>();
    private volatile boolean complete;

    public void wanted(SandboxHold hold) {
        holds.put(hold.holdId(), hold);
    }

    public void letGo(String holdId) {
        holds.remove(holdId);
    }

    /** Everything that was said before is read: only now it is known what is still wanted. */
    public void completed() {
        complete = true;
    }

    public boolean isComplete() {
        return complete;
    }

    /** All of a backend. */
    public List<SandboxHold> on(String backend) {
        return holds.values().stream()
                .filter(hold -> hold.backend().equals(backend))
                .toList();
    }
}
