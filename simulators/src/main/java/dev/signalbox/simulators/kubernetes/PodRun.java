package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of one pod on the node: a sandbox of the inner provider, and the main process in it. */
final class PodRun {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration INNER_LIFETIME = Duration.ofHours(24);
    private static final int KILLED = 137;
    private static final int MOST_PROCESSES = 512;
    private static final int DEFAULT_MEMORY_MIB = 512;
    private static final int DEFAULT_DISK_MIB = 1024;

    private final String key;
    private final JsonNode spec;
    private final PodStore store;
    private final Cluster cluster;
    private final SandboxProvider provider;
    private final Duration startUp;
    private final PodLog log = new PodLog();
    private @Nullable Thread thread;
    private volatile @Nullable Sandbox inner;
    private boolean done;
    private boolean deleted;
    private @Nullable String evicted;

    PodRun(String key, JsonNode pod, PodStore store, Cluster cluster, SandboxProvider provider, Duration startUp) {
        this.key = key;
        this.spec = pod.path("spec");
        this.store = store;
        this.cluster = cluster;
        this.provider = provider;
        this.startUp = startUp;
    }

    synchronized void start() {
        thread = Thread.ofVirtual().name("pod-" + key).start(this::live);
    }

    /** Where commands are executed; empty unless the container runs. */
    Optional<Sandbox> inner() {
        return Optional.ofNullable(inner);
    }

    PodLog log() {
        return log;
    }

    /** Ends it and removes it from the store, at once or as soon as it has ended. */
    synchronized void delete(boolean atOnce) {
        deleted = true;
        if (done || atOnce) {
            store.remove(key);
        }
        interrupt();
    }

    /** Ends it with phase {@code Failed} and reason {@code Evicted}. */
    synchronized void evict(String message) {
        evicted = message;
        interrupt();
    }

    private void interrupt() {
        Thread running = thread;
        if (running != null && !done) {
            running.interrupt();
        }
    }

    private void live() {
        try {
            if (!cluster.fits(Quantities.processors(request("cpu")), Quantities.mebibytes(request("memory")))) {
                store.change(key, PodStatus::unschedulable);
                Thread.sleep(INNER_LIFETIME);
            }
            store.change(key, PodStatus::scheduled);
            pull();
            try (Sandbox sandbox = provider.create(request())) {
                Thread.sleep(startUp.dividedBy(2));
                inner = sandbox;
                requireWanted();
                SandboxProcess main = sandbox.start(mainCommand(), log);
                store.change(key, PodStatus::running);
                supervise(sandbox, main);
            } finally {
                inner = null;
            }
        } catch (InterruptedException e) {
            evictedNow().ifPresent(why -> store.change(key, pod -> PodStatus.failed(pod, "Evicted", why)));
        } catch (SandboxException e) {
            store.change(key, pod -> PodStatus.failed(pod, "StartError", String.valueOf(e.getMessage())));
        } finally {
            end();
        }
    }

    /** An interruption may have been swallowed on the way. */
    private synchronized void requireWanted() throws InterruptedException {
        if (deleted || evicted != null) {
            throw new InterruptedException("the pod is to end");
        }
    }

    private synchronized Optional<String> evictedNow() {
        return Optional.ofNullable(evicted);
    }

    private synchronized void end() {
        done = true;
        log.end();
        if (deleted) {
            store.remove(key);
        }
    }

    private void pull() throws InterruptedException {
        Thread.sleep(startUp.dividedBy(2));
        String image = container().path("image").asText();
        while (cluster.missingImages().contains(image)) {
            String message = "Back-off pulling image \"" + image + "\"";
            store.change(key, pod -> PodStatus.waiting(pod, "ImagePullBackOff", message));
            Thread.sleep(INNER_LIFETIME);
        }
    }

    private void supervise(Sandbox sandbox, SandboxProcess main) throws InterruptedException, SandboxException {
        long deadline = spec.path("activeDeadlineSeconds").asLong(Long.MAX_VALUE / 2_000_000_000L);
        long end = System.nanoTime() + Duration.ofSeconds(deadline).toNanos();
        while (!main.awaitEnd(TICK)) {
            requireWanted();
            if (System.nanoTime() > end) {
                store.change(
                        key,
                        pod -> PodStatus.failed(
                                pod,
                                "DeadlineExceeded",
                                "Pod was active on the node longer than the specified deadline"));
                return;
            }
            Optional<LimitHit> limit = sandbox.limitHit();
            if (limit.isPresent()) {
                over(limit.get());
                return;
            }
        }
        store.change(
                key, pod -> PodStatus.terminated(pod, main.exitCode(), main.exitCode() == 0 ? "Completed" : "Error"));
    }

    /** A command has ended: when a limit ended it, that is known at once. */
    void lookAtLimits() {
        Sandbox running = inner;
        if (running != null) {
            running.limitHit().ifPresent(this::over);
        }
    }

    private void over(LimitHit limit) {
        store.change(key, pod -> {
            if (limit.resource().equals("disk")) {
                PodStatus.failed(pod, "Evicted", "Usage of EmptyDir volume \"work\" exceeds the limit");
            } else {
                PodStatus.terminated(pod, KILLED, "OOMKilled");
            }
        });
    }

    private JsonNode container() {
        return spec.path("containers").path(0);
    }

    private JsonNode request(String resource) {
        return container().path("resources").path("requests").path(resource);
    }

    private Command mainCommand() {
        List<String> words = new ArrayList<>();
        container().path("command").forEach(word -> words.add(word.asText()));
        container().path("args").forEach(word -> words.add(word.asText()));
        return new Command(words.isEmpty() ? List.of("sleep", "infinity") : words, Map.of(), "", null);
    }

    private SandboxRequest request() {
        JsonNode limits = container().path("resources").path("limits");
        int memory = Quantities.mebibytes(limits.path("memory"));
        int disk = Quantities.mebibytes(limits.path("ephemeral-storage"));
        Map<String, String> environment = new HashMap<>();
        container()
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return new SandboxRequest(
                new SandboxLabels("simulated-kubernetes", provider.name(), key.replace('/', '.'), "quick", null),
                "quick",
                new Resources(
                        Math.max(1, Quantities.processors(limits.path("cpu"))),
                        memory > 0 ? memory : DEFAULT_MEMORY_MIB,
                        disk > 0 ? disk : DEFAULT_DISK_MIB,
                        MOST_PROCESSES),
                environment,
                INNER_LIFETIME);
    }

    ObjectNode describe(ObjectNode into) {
        return into.put("pod", key).put("running", inner != null);
    }
}
