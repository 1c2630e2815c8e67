package dev.signalbox.executor.adapter.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods of this installation as one watch tells them, so that nobody has to ask twenty times in a second. The watch
 * may be late; who must know asks {@link #ask}.
 */
final class PodWatch implements AutoCloseable {

    private static final Duration ASK_EVERY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final String installation;
    private final Map<String, Pod> pods = new ConcurrentHashMap<>();
    private @Nullable SharedIndexInformer<Pod> informer;

    PodWatch(KubernetesClient client, String namespace, String installation) {
        this.client = client;
        this.namespace = namespace;
        this.installation = installation;
    }

    synchronized void ensureStarted() {
        if (informer == null || !informer.isRunning()) {
            SharedIndexInformer<Pod> fresh = client.pods()
                    .inNamespace(namespace)
                    .withLabel(dev.signalbox.sandbox.SandboxLabels.INSTALLATION, installation)
                    .runnableInformer(0);
            fresh.addEventHandler(new Handler());
            // Not waited for: until it works, pods are asked for one by one.
            fresh.start();
            informer = fresh;
        }
    }

    /** What was last heard of a pod. */
    Optional<Pod> heard(String name) {
        return Optional.ofNullable(pods.get(name));
    }

    /** Asks the API server, and remembers what it says. */
    Optional<Pod> ask(String name) {
        Pod pod = client.pods().inNamespace(namespace).withName(name).get();
        if (pod == null) {
            pods.remove(name);
        } else {
            put(pod);
        }
        return Optional.ofNullable(pod);
    }

    /** Waits for news of a pod, or asks for them when none come for long: a watch may be late or lost. */
    Optional<Pod> awaitNews(String name, long millis) throws InterruptedException {
        Pod before = pods.get(name);
        long until = System.nanoTime() + Math.min(millis, ASK_EVERY.toMillis()) * 1_000_000;
        synchronized (this) {
            while (pods.get(name) == before) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
        }
        Pod now = pods.get(name);
        return now == before ? ask(name) : Optional.ofNullable(now);
    }

    private void put(Pod pod) {
        pods.put(pod.getMetadata().getName(), pod);
        synchronized (this) {
            notifyAll();
        }
    }

    private final class Handler implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            put(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            put(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean stateUnknown) {
            pods.remove(pod.getMetadata().getName());
            synchronized (PodWatch.this) {
                PodWatch.this.notifyAll();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (informer != null) {
            try {
                informer.stop();
            } catch (KubernetesClientException e) {
                System.getLogger(PodWatch.class.getName())
                        .log(System.Logger.Level.DEBUG, "the watch did not stop: {0}", e.toString());
            }
        }
    }
}
