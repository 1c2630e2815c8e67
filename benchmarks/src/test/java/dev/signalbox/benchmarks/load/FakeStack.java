package dev.signalbox.benchmarks.load;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordType;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Answers like the stack, without doing anything; and not always well, when a fault is asked for. */
final class FakeStack implements AutoCloseable {

    /** What goes wrong with one task of a hundred. */
    enum Fault {
        NONE,
        LOSES,
        REPEATS,
        FAILS
    }

    private static final int EVERY = 100;

    private final Fault fault;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, HttpServerRequest> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread worker = new Thread(this::work, "fake stack");
    private final int port;
    private volatile boolean closed;

    FakeStack(String kafka, Fault fault) {
        this.fault = fault;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(Topics.TASK_REQUESTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> accept(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        worker.setDaemon(true);
        worker.start();
    }

    int port() {
        return port;
    }

    private void accept(HttpServerRequest request, Buffer body) {
        String taskId = Identifiers.timeOrdered(Instant.now());
        waiting.put(taskId, request);
        producer.send(new ProducerRecord<>(Topics.TASK_REQUESTS, taskId, body.getBytes()));
    }

    private void work() {
        while (!closed) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                end(record.key());
            }
        }
        consumer.close();
    }

    private void end(String taskId) {
        // Neither the first tasks, which ask whether the stack is there, nor every one.
        boolean faulty = count.incrementAndGet() % EVERY == 0;
        boolean failed = faulty && fault == Fault.FAILS;
        emit(taskId, RecordType.TASK_ACCEPTED);
        if (!faulty || fault != Fault.LOSES) {
            emit(taskId, failed ? RecordType.TASK_FAILED : RecordType.TASK_COMPLETED);
        }
        if (faulty && fault == Fault.REPEATS) {
            emit(taskId, RecordType.TASK_COMPLETED);
        }
        HttpServerRequest request = waiting.remove(taskId);
        if (request != null) {
            String status = failed ? "failed" : "succeeded";
            request.response()
                    .end("{\"taskId\":\"" + taskId + "\",\"tenant\":\"default\",\"status\":\"" + status + "\"}");
        }
    }

    private void emit(String taskId, RecordType type) {
        ProducerRecord<String, byte[]> event = new ProducerRecord<>(Topics.TASK_EVENTS, taskId, new byte[] {'{', '}'});
        event.headers().add("ce_type", type.ceType().getBytes(StandardCharsets.UTF_8));
        producer.send(event);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        worker.join(5_000);
        producer.close(Duration.ofSeconds(5));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
