package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.executor.app.AnswerInstantly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Answers whole batches: one wait for Kafka per poll, and acknowledgements that ride on the next one. */
final class BatchExecutions extends ConsumerLoop {

    private static final Duration POLL = Duration.ofMillis(500);
    static final int MOST_AT_ONCE = 1000;
    private static final int DURABLE_OR_LOST_SECONDS = 150;

    private final int number;
    private final ExecutionGroup group;
    private final AnswerInstantly attempts;
    private final AttemptRecords records;
    private final RecordPublisher publisher;
    private final DeadLetterOffice deadLetters;
    private final Tracing tracing;

    BatchExecutions(
            int number,
            ExecutionGroup group,
            AnswerInstantly attempts,
            AttemptRecords records,
            RecordPublisher publisher,
            DeadLetterOffice deadLetters,
            Tracing tracing) {
        super("execution-batches-" + number);
        this.number = number;
        this.group = group;
        this.attempts = attempts;
        this.records = records;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.tracing = tracing;
    }

    @Override
    void consume() throws InterruptedException {
        try (KafkaShareConsumer<String, byte[]> consumer = group.inBatches(number, MOST_AT_ONCE)) {
            while (!stopping()) {
                beat();
                ConsumerRecords<String, byte[]> batch = consumer.poll(POLL);
                if (!batch.isEmpty()) {
                    try (Steps steps = new Steps()) {
                        AcknowledgeType answer =
                                published(answers(batch, steps)) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE;
                        batch.forEach(record -> consumer.acknowledge(record, answer));
                    }
                }
            }
            consumer.commitSync(Duration.ofSeconds(5));
        }
    }

    private List<ProducerRecord<String, byte[]>> answers(ConsumerRecords<String, byte[]> batch, Steps steps) {
        List<ProducerRecord<String, byte[]>> answers = new ArrayList<>(2 * batch.count());
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                Delivery delivery = Delivery.of(record);
                AnswerInstantly.Answer answer = attempts.answer(delivery.request(), delivery.epoch());
                String trace = steps.keep(delivery.begin(tracing)).trace();
                answers.add(records.started(answer.started(), trace));
                answers.add(records.finished(answer.finished(), trace));
            } catch (UnreadableRecordException e) {
                answers.add(deadLetters.letter(record, "" + e.getMessage()));
            }
        }
        return answers;
    }

    private boolean published(List<ProducerRecord<String, byte[]>> answers) throws InterruptedException {
        try {
            publisher.publish(answers).toCompletableFuture().get(DURABLE_OR_LOST_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(BatchExecutions.class.getName())
                    .log(System.Logger.Level.ERROR, "answers were not taken", e);
            return false;
        }
    }
}
