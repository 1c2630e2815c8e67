package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.sandbox.SandboxProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The only node: runs the pods. */
final class Node implements AutoCloseable {

    private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
    private final PodStore store;
    private final Cluster cluster;
    private final SandboxProvider provider;
    private final Duration startUp;

    Node(PodStore store, Cluster cluster, SandboxProvider provider, Duration startUp) {
        this.store = store;
        this.cluster = cluster;
        this.provider = provider;
        this.startUp = startUp;
    }

    void start(String key, ObjectNode pod) {
        PodRun run = new PodRun(key, pod, store, cluster, provider, startUp);
        runs.put(key, run);
        run.start();
    }

    Optional<PodRun> run(String key) {
        return Optional.ofNullable(runs.get(key));
    }

    /** Deletes with grace: the pod stays visible, marked, until its processes have ended. */
    void delete(String key, long graceSeconds) {
        if (graceSeconds > 0) {
            store.change(
                    key,
                    pod -> pod.withObject("/metadata")
                            .put("deletionTimestamp", Admission.now())
                            .put("deletionGracePeriodSeconds", graceSeconds));
        }
        PodRun run = runs.remove(key);
        if (run != null) {
            run.delete(graceSeconds == 0);
        }
    }

    /** Ends a pod as a node under pressure does. */
    void evict(String key, String message) {
        run(key).ifPresent(run -> run.evict(message));
    }

    /** The node is gone with its pods: no word, no status. */
    void lose(String key) {
        delete(key, 0);
    }

    @Override
    public void close() {
        List.copyOf(runs.keySet()).forEach(this::lose);
    }
}
