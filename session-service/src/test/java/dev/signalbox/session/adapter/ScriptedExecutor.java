package dev.signalbox.session.adapter;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.domain.workflows.ScriptedModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Ends the tasks of workflows as the script says, and tells of each end twice. */
final class ScriptedExecutor implements AutoCloseable {

    private final RecordPublisher publisher;
    private final Thread thread;
    private final String kafka;
    private final ScriptedModels models;
    private volatile boolean closed;

    ScriptedExecutor(String kafka, ScriptedModels models) {
        this.kafka = kafka;
        this.models = models;
        this.publisher = RecordPublisher.connect(kafka, "scripted", Map.of());
        this.thread = Thread.ofPlatform().name("scripted-executor").start(this::run);
    }

    private void run() {
        RecordCodec codec = new RecordCodec("/signalbox/test");
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        "scripted-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.TASK_REQUESTS));
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().startsWith("wf:")) {
                        TaskEnded ended = models.end(Json.mapper().readValue(record.value(), TaskRequested.class));
                        var end = codec.encode(
                                Topics.TASK_EVENTS, record.key(), record.key() + ":ended", ended, ended.at(), null);
                        publisher
                                .publish(List.of(end, end))
                                .toCompletableFuture()
                                .join();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
        publisher.close();
    }
}
