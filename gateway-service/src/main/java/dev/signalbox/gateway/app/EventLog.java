package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.gateway.domain.SequencedEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * The event streams of tasks, filled by session-service's projector from {@code task-events}, each in order of its
 * sequence. They lag behind Kafka by milliseconds, expire long after the task's end, and can be lost and refilled.
 */
public interface EventLog {

    /** Events after the sequence, in order, at most so many. */
    Uni<List<SequencedEvent>> after(TaskId taskId, long sequence, int atMost);

    /**
     * How a stream stands.
     *
     * @param newest its newest event; absent where there is no stream
     * @param projected whether the projection is complete; false after the streams were lost, until they are refilled
     */
    record State(Optional<SequencedEvent> newest, boolean projected) {}

    Uni<State> state(TaskId taskId);
}
