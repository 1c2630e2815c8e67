package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Events of pods that a selector lets through, as lines of JSON. */
final class WatchStream {

    private final PodStore store;
    private final Predicate<JsonNode> selector;
    private final Consumer<String> sink;

    WatchStream(PodStore store, Predicate<JsonNode> selector, Consumer<String> sink) {
        this.store = store;
        this.selector = selector;
        this.sink = sink;
    }

    /**
     * Begins.
     *
     * @param version of the last list; 0 for all pods first
     * @return stops it
     */
    Runnable begin(long version, Vertx vertx) throws Refusal {
        long since = version;
        if (version == 0) {
            synchronized (store) {
                since = store.version();
                store.list(selector).forEach(pod -> send("ADDED", pod));
            }
        }
        Runnable stop = store.watch(since, this::event);
        long timer = vertx.setPeriodic(30_000, id -> bookmark());
        return () -> {
            stop.run();
            vertx.cancelTimer(timer);
        };
    }

    private void bookmark() {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("kind", "Pod").put("apiVersion", "v1");
        pod.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        send("BOOKMARK", pod);
    }

    /** As a real server does: a pod that the selector no longer lets through is deleted for who watches. */
    private void event(PodStore.Event event) {
        boolean before = event.before() != null && selector.test(event.before());
        boolean now = !event.type().equals("DELETED") && selector.test(event.pod());
        if (now) {
            send(before ? "MODIFIED" : "ADDED", event.pod());
        } else if (before) {
            send("DELETED", event.pod());
        }
    }

    private void send(String type, ObjectNode pod) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
        event.set("object", pod);
        sink.accept(event + "\n");
    }
}
