package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Events of pods that a selector lets through, as lines of JSON. */
final class WatchStream {

    private final PodStore store;
    private final Predicate<JsonNode> selector;
    private final Consumer<String> sink;
    private final Set<String> shown = new HashSet<>();

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
                for (ObjectNode pod : store.list(selector)) {
                    show("ADDED", pod);
                }
            }
        } else {
            store.list(selector).forEach(pod -> {
                if (pod.path("metadata").path("resourceVersion").asLong() <= version) {
                    shown.add(pod.path("metadata").path("uid").asText());
                }
            });
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

    private synchronized void event(PodStore.Event event) {
        ObjectNode pod = event.pod();
        String uid = pod.path("metadata").path("uid").asText();
        boolean matches = selector.test(pod);
        boolean seen = shown.contains(uid);
        if (event.type().equals("DELETED") || (seen && !matches)) {
            if (shown.remove(uid)) {
                send("DELETED", pod);
            }
        } else if (matches) {
            show(seen ? "MODIFIED" : "ADDED", pod);
        }
    }

    private void show(String type, ObjectNode pod) {
        shown.add(pod.path("metadata").path("uid").asText());
        send(type, pod);
    }

    private void send(String type, ObjectNode pod) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
        event.set("object", pod);
        sink.accept(event + "\n");
    }
}
