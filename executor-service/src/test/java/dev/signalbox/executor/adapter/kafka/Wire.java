package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.executor.app.AttemptMeters;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** The other side of the executor in tests: writes executions and reads what comes out. */
final class Wire implements AutoCloseable {

    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final String kafka = SignalboxServers.running().kafka();
    private final RecordCodec codec = new RecordCodec("/signalbox/test");
    private final RecordPublisher publisher = RecordPublisher.connect(kafka, "test", Map.of());
    private final KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    /** Watches progress and results, the announcements, and dead letters of these backends. */
    Wire(String... backends) {
        List<String> topics =
                new ArrayList<>(List.of(Topics.EXECUTION_PROGRESS, Topics.EXECUTION_RESULTS, Topics.BACKENDS));
        for (String backend : backends) {
            TopicsAdmin.ensure(kafka, Topics.all(List.of(backend)));
            TopicsAdmin.ensureShareGroup(kafka, Topics.executors(backend));
            topics.add(Topics.deadLetters(Topics.executions(backend)));
        }
        consumer.assign(topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
    }

    Executor executor(SandboxBackend backend, int slots, Duration grace) {
        return executor(backend, slots, grace, null);
    }

    /** One that says that it starts on demand, where there is a cold start. */
    Executor executor(SandboxBackend backend, int slots, Duration grace, @Nullable Duration coldStart) {
        Executor executor = new Executor(
                backend,
                new NoMeters(),
                Clock.systemUTC(),
                new Executor.Settings(
                        KafkaConnection.plaintext(kafka),
                        false,
                        slots,
                        Duration.ofSeconds(1),
                        grace,
                        "test",
                        coldStart));
        executor.start();
        return executor;
    }

    void request(ExecutionRequested request) {
        send(codec.encode(
                Topics.executions(request.route().backend()),
                request.taskId().value(),
                request.taskId() + ":1:dispatched",
                request,
                Instant.now(),
                TRACE));
    }

    void control(Object body, String key) {
        send(codec.encode(Topics.EXECUTION_CONTROL, key, key + ":stop", body, Instant.now(), null));
    }

    void send(ProducerRecord<String, byte[]> record) {
        publisher.publish(record).toCompletableFuture().join();
    }

    ProducerRecord<String, byte[]> record(ExecutionRequested request) {
        return codec.encode(
                Topics.executions(request.route().backend()),
                request.taskId().value(),
                request.taskId() + ":1:dispatched",
                request,
                Instant.now(),
                null);
    }

    RecordPublisher publisher() {
        return publisher;
    }

    /** The result of the task; waits for it. */
    AttemptFinished finished(ExecutionRequested request) {
        return await(record -> record.topic().equals(Topics.EXECUTION_RESULTS)
                        && request.taskId().value().equals(record.key()))
                .as(AttemptFinished.class);
    }

    /** Waits for a record. */
    Envelope await(Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return envelope(awaitRecord(wanted));
    }

    ConsumerRecord<String, byte[]> awaitRecord(Predicate<ConsumerRecord<String, byte[]>> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (ConsumerRecord<String, byte[]> record : seen) {
                if (wanted.test(record)) {
                    return record;
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the record did not come; seen: "
                        + seen.stream().map(Wire::describe).toList());
            }
            consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        }
    }

    /** What came about the task so far: all that Kafka has by now. */
    List<Envelope> about(ExecutionRequested request, String topic) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        do {
            consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
        } while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()));
        return seen.stream()
                .filter(record ->
                        record.topic().equals(topic) && request.taskId().value().equals(record.key()))
                .map(Wire::envelope)
                .toList();
    }

    private static String describe(ConsumerRecord<String, byte[]> record) {
        return record.topic() + " " + record.key() + " " + RecordCodec.text(record.headers(), RecordCodec.CE_ID);
    }

    private static Envelope envelope(ConsumerRecord<String, byte[]> record) {
        try {
            return RecordCodec.decode(record, RecordType.ATTEMPT_FINISHED);
        } catch (dev.signalbox.contracts.kafka.UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        return RecordCodec.text(record.headers(), name);
    }

    @Override
    public void close() {
        consumer.close();
        publisher.close();
    }

    static final class NoMeters implements AttemptMeters {
        @Override
        public void started() {}

        @Override
        public void ended() {}

        @Override
        public void answered(AttemptFinished finished) {
            Objects.requireNonNull(finished);
        }
    }
}
