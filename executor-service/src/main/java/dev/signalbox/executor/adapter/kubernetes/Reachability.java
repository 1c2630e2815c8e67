package dev.signalbox.executor.adapter.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether the cluster answers; asked anew in the background, so that who wants to know never waits. */
final class Reachability {

    private static final long EVERY_NANOS = Duration.ofSeconds(30).toNanos();

    private final Runnable question;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable String because;
    private volatile long asked;

    Reachability(Runnable question) {
        this.question = question;
    }

    /** Asks and waits for the answer. */
    void check() {
        try {
            question.run();
            because = null;
        } catch (KubernetesClientException e) {
            because = ApiErrors.of(e).getMessage()
                    + "; check SIGNALBOX_KUBERNETES_URL, the namespace, and the Role in k8s/";
        } finally {
            asked = System.nanoTime();
            asking.set(false);
        }
    }

    @Nullable
    String unavailableBecause() {
        if (System.nanoTime() - asked > EVERY_NANOS && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("kubernetes-reachable").start(this::check);
        }
        return because;
    }
}
