package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pods as the API server keeps them: with resource versions, and events for those who watch. Thread-safe. */
final class PodStore {

    private static final int REMEMBERED_EVENTS = 2000;

    private final Map<String, ObjectNode> pods = new LinkedHashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final List<Consumer<Event>> watchers = new CopyOnWriteArrayList<>();
    private long version = 1;
    private long forgotten;

    /**
     * A change.
     *
     * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
     * @param version of the store after it
     * @param pod a copy
     * @param before the pod as it was before; null for an added one
     */
    record Event(
            String type,
            long version,
            ObjectNode pod,
            @Nullable ObjectNode before) {}

    static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    synchronized long version() {
        return version;
    }

    synchronized void add(String key, ObjectNode pod) throws Refusal {
        if (pods.containsKey(key)) {
            throw new Refusal(
                    409, "AlreadyExists", "pods \"" + key.substring(key.indexOf('/') + 1) + "\" already exists");
        }
        pods.put(key, pod);
        changed("ADDED", pod, null);
    }

    /** Changes a pod, if it is still there. */
    synchronized Optional<ObjectNode> change(String key, Consumer<ObjectNode> edit) {
        ObjectNode pod = pods.get(key);
        if (pod == null) {
            return Optional.empty();
        }
        ObjectNode before = pod.deepCopy();
        edit.accept(pod);
        changed("MODIFIED", pod, before);
        return Optional.of(pod.deepCopy());
    }

    synchronized void remove(String key) {
        ObjectNode pod = pods.remove(key);
        if (pod != null) {
            changed("DELETED", pod, pod.deepCopy());
        }
    }

    synchronized Optional<ObjectNode> get(String key) {
        return Optional.ofNullable(pods.get(key)).map(ObjectNode::deepCopy);
    }

    synchronized List<ObjectNode> list(Predicate<? super ObjectNode> wanted) {
        return pods.values().stream().filter(wanted).map(ObjectNode::deepCopy).toList();
    }

    /**
     * Hands over all events after a version, and those to come.
     *
     * @return stops it
     */
    synchronized Runnable watch(long since, Consumer<Event> watcher) throws Refusal {
        if (since < forgotten) {
            throw new Refusal(410, "Expired", "too old resource version: " + since + " (" + forgotten + ")");
        }
        List<Event> missed = new ArrayList<>(events);
        missed.stream().filter(event -> event.version() > since).forEach(watcher);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void changed(String type, ObjectNode pod, @Nullable ObjectNode before) {
        version++;
        pod.withObject("/metadata").put("resourceVersion", Long.toString(version));
        Event event = new Event(type, version, pod.deepCopy(), before);
        events.addLast(event);
        if (events.size() > REMEMBERED_EVENTS) {
            forgotten = events.removeFirst().version();
        }
        watchers.forEach(watcher -> watcher.accept(event));
    }
}
