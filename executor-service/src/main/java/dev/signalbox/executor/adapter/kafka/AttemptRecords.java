package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.kafka.RecordCodec;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What is told about attempts, as Kafka records. Their ids follow from what they say, so a repetition has the same. */
final class AttemptRecords {

    private final RecordCodec codec;

    AttemptRecords(RecordCodec codec) {
        this.codec = codec;
    }

    ProducerRecord<String, byte[]> started(AttemptStarted started, @Nullable String trace) {
        return codec.encode(
                Topics.EXECUTION_PROGRESS,
                started.taskId().value(),
                id(started.taskId(), started.attempt(), started.epoch()) + "started",
                started,
                started.startedAt(),
                trace);
    }

    /** Output, a call of a tool, usage or a question. */
    ProducerRecord<String, byte[]> progress(
            TaskId task, int attempt, int epoch, int index, Object record, Instant at, @Nullable String trace) {
        return codec.encode(
                Topics.EXECUTION_PROGRESS, task.value(), id(task, attempt, epoch) + "out:" + index, record, at, trace);
    }

    ProducerRecord<String, byte[]> finished(AttemptFinished finished, @Nullable String trace) {
        return codec.encode(
                Topics.EXECUTION_RESULTS,
                finished.taskId().value(),
                id(finished.taskId(), finished.attempt(), finished.epoch()) + "finished",
                finished,
                finished.finishedAt(),
                trace);
    }

    private static String id(TaskId task, int attempt, int epoch) {
        return task + ":" + attempt + ":" + epoch + ":";
    }
}
