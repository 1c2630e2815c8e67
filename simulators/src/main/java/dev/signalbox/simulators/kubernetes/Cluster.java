package dev.signalbox.simulators.kubernetes;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the simulated cluster has and allows; may be changed while it runs. Thread-safe. */
public final class Cluster {

    static final String TASKS = "signalbox-tasks";

    private static final int NODE_PROCESSORS = 16;
    private static final int NODE_MEMORY_MIB = 64 * 1024;

    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final Set<String> runtimeClasses = ConcurrentHashMap.newKeySet();
    private final Set<String> missingImages = ConcurrentHashMap.newKeySet();
    private volatile int mostPods = Integer.MAX_VALUE;
    private volatile int nodeProcessors = NODE_PROCESSORS;
    private volatile int nodeMemoryMib = NODE_MEMORY_MIB;
    private volatile @Nullable String token;
    private volatile @Nullable Rules rules;

    Cluster() {
        namespaces.addAll(Set.of("default", "kube-system", TASKS));
        runtimeClasses.addAll(Set.of("gvisor", "kata"));
    }

    Set<String> namespaces() {
        return namespaces;
    }

    /** Names of the RuntimeClasses; to be changed. */
    public Set<String> runtimeClasses() {
        return runtimeClasses;
    }

    /** Images that no registry has; to be changed. */
    public Set<String> missingImages() {
        return missingImages;
    }

    /** A ResourceQuota on pods, in each namespace. */
    public void quota(int pods) {
        mostPods = pods;
    }

    /** The size of the only node: what asks for more is never scheduled. */
    public void node(int processors, int memoryMib) {
        nodeProcessors = processors;
        nodeMemoryMib = memoryMib;
    }

    /**
     * Who brings this token may do what the Roles of a manifest allow, and nothing else; other tokens are refused. Without
     * a token everything is allowed, as by {@code kubectl proxy}.
     *
     * @param bearer the token
     * @param manifest YAML with Roles
     * @param namespace where they are bound
     */
    public void bind(String bearer, String manifest, String namespace) throws IOException {
        rules = Rules.of(manifest, namespace);
        token = bearer;
    }

    int mostPods() {
        return mostPods;
    }

    boolean fits(int processors, int memoryMib) {
        return processors <= nodeProcessors && memoryMib <= nodeMemoryMib;
    }

    Optional<Rules> rules() {
        return Optional.ofNullable(rules);
    }

    boolean knows(String bearer) {
        String expected = token;
        return expected == null || expected.equals(bearer);
    }
}
