package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.executor.app.Questions;
import dev.signalbox.executor.app.StopRequests;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads all of {@code execution-control}, from an hour back: every executor sees every stop. */
final class ExecutionControlConsumer extends WholeTopicLoop {

    private static final Duration BACK = Duration.ofHours(1);

    private final StopRequests stops;
    private final Questions questions;
    private final DeadLetterOffice deadLetters;
    private final Clock clock;
    private final CountDownLatch caughtUp = new CountDownLatch(1);

    ExecutionControlConsumer(
            KafkaConnection kafka, StopRequests stops, Questions questions, DeadLetterOffice deadLetters, Clock clock) {
        super("execution-control", kafka, Topics.EXECUTION_CONTROL);
        this.stops = stops;
        this.questions = questions;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** Waits until everything that lay there at the start is read, so that no attempt starts that was stopped before. */
    boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    void caughtUp() {
        caughtUp.countDown();
    }

    @Override
    void seek(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        long from = clock.instant().minus(BACK).toEpochMilli();
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = offsets.get(partition);
            consumer.seek(partition, offset == null ? ends.getOrDefault(partition, 0L) : offset.offset());
        }
    }

    @Override
    void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            Envelope envelope = RecordCodec.decode(record, RecordType.STOP_EXECUTION);
            switch (envelope.body()) {
                case StopExecution stop when !lacks(stop.taskId()) -> stops.stop(stop);
                case QuestionAnswered answered
                when !lacks(answered.taskId()) && !lacks(answered.questionId()) && !lacks(answered.answer()) ->
                    questions.answered(answered);
                default -> throw new UnreadableRecordException("this is no stop of an attempt and no answer to one");
            }
        } catch (UnreadableRecordException e) {
            deadLetters.keep(record, "" + e.getMessage());
        }
    }

    private static boolean lacks(@Nullable Object field) {
        return field == null;
    }
}
