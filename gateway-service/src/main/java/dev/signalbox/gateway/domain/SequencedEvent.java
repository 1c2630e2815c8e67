package dev.signalbox.gateway.domain;

/**
 * An event of a task as it lies in its stream.
 *
 * @param sequence its place: offset in the partition of {@code task-events}, plus one
 * @param type short name of the record, such as {@code TaskStarted}
 * @param data the event as JSON
 */
public record SequencedEvent(long sequence, String type, String data) {

    /** Comes after every sequence: the id of a snapshot that stands for all events of an ended task. */
    public static final long END = (1L << 53) - 1;

    /** Whether it is a task's last one. */
    public boolean terminal() {
        return terminal(type);
    }

    /** Whether an event of the type is a task's last one. */
    public static boolean terminal(String type) {
        return type.equals("TaskCompleted") || type.equals("TaskFailed") || type.equals("TaskCancelled");
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "SequencedEvent[" + sequence + " " + type + "]";
    }
}
