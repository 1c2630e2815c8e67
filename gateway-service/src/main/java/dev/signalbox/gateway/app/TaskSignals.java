package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskEnded;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Wakes whoever follows a task when something happened to it. Wake-ups come from Kafka, may be missed while the
 * consumer has no partitions, and are never the only thing that a follower relies on.
 */
@ApplicationScoped
public class TaskSignals {

    /**
     * Something happened to a task.
     *
     * @param sequence of its event
     * @param ended the event, where it is the task's last one
     */
    public record Signal(
            TaskId taskId, long sequence, @Nullable TaskEnded ended) {}

    /** Called on the consumer's event loop: hand over, do not work. */
    public interface Listener {

        void happened(Signal signal);

        /** Signals may have been missed: look for yourself. */
        void missed();
    }

    /** Keeps a listener until it is closed. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private volatile boolean draining;
    private final ConcurrentHashMap<String, List<Listener>> listeners = new ConcurrentHashMap<>();

    public Registration listen(TaskId taskId, Listener listener) {
        listeners.merge(taskId.value(), List.of(listener), TaskSignals::plus);
        return () -> listeners.computeIfPresent(taskId.value(), (id, present) -> without(present, listener));
    }

    /** Whether anybody follows the task; asked for every record, so that the others cost a look-up and no more. */
    public boolean followed(String taskId) {
        return listeners.containsKey(taskId);
    }

    public void happened(Signal signal) {
        listeners.getOrDefault(signal.taskId().value(), List.of()).forEach(listener -> listener.happened(signal));
    }

    /** Whether the service ends: whoever waits is answered with what there is, and goes on elsewhere. */
    public boolean draining() {
        return draining;
    }

    /** The service ends: wakes everybody up, so that nobody is cut off. */
    public void drain() {
        draining = true;
        missed();
    }

    /** Tells everybody that signals may have been missed. */
    public void missed() {
        listeners.values().stream().flatMap(Collection::stream).forEach(Listener::missed);
    }

    private static List<Listener> plus(List<Listener> present, List<Listener> added) {
        return Stream.concat(present.stream(), added.stream()).toList();
    }

    private static @Nullable List<Listener> without(List<Listener> present, Listener gone) {
        List<Listener> left =
                present.stream().filter(listener -> listener != gone).toList();
        return left.isEmpty() ? null : left;
    }
}
