package dev.signalbox.gateway.testing;

import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import io.quarkus.arc.Unremovable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Plays the services beside the gateway: what they answer, publish and project. */
@ApplicationScoped
@Unremovable
public class Neighbours {

    private final HttpClient http = HttpClient.newHttpClient();
    private final RecordCodec codec = new RecordCodec("/signalbox/test");

    @ConfigProperty(name = "fake.url")
    String fake;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "SIGNALBOX_REDIS")
    String redisUrl;

    private KafkaProducer<String, byte[]> producer;
    private io.vertx.core.Vertx vertx;
    private Redis redis;

    @PostConstruct
    void connect() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"), new StringSerializer(), new ByteArraySerializer());
        vertx = io.vertx.core.Vertx.vertx();
        redis = Redis.createClient(vertx, redisUrl);
    }

    @PreDestroy
    void disconnect() {
        producer.close(Duration.ofSeconds(5));
        redis.close();
        vertx.close();
    }

    /** Session-service knows the task from now on. */
    public TaskView knows(TaskId task, String tenant, TaskStatus status) {
        return knows(task, tenant, status, status.ended() ? Instant.now() : null);
    }

    public TaskView knows(TaskId task, String tenant, TaskStatus status, @Nullable Instant endedAt) {
        TaskView view = new TaskView(
                task,
                new TenantId(tenant),
                new SessionId("session-1"),
                status,
                1,
                null,
                null,
                Map.of(),
                Instant.parse("2026-11-20T08:00:00Z"),
                Instant.parse("2026-11-20T08:00:01Z"),
                endedAt,
                status.ended() ? result(status) : null);
        answers("GET /internal/tasks/" + task, 200, json(view));
        return view;
    }

    public void answers(String methodAndPath, int status, String body) {
        answers(methodAndPath, status, body, null);
    }

    public void answers(String methodAndPath, int status, String body, @Nullable String location) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fake + "/control/answer"))
                .header("For", methodAndPath)
                .header("Status", Integer.toString(status))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (location != null) {
            request.header("Location", location);
        }
        send(request.build());
    }

    /** What the services were asked under the path, oldest first. */
    public List<JsonObject> asked(String path) {
        List<JsonObject> asked = new ArrayList<>();
        for (Object request : new JsonArray(
                send(HttpRequest.newBuilder(URI.create(fake + "/control/asked")).build()))) {
            if (((JsonObject) request).getString("uri").startsWith(path)) {
                asked.add((JsonObject) request);
            }
        }
        return asked;
    }

    private String send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Publishes to {@code task-events}; the sequence of the event. */
    public long publishes(TaskId task, Object event) {
        return publishes(codec.encode(
                Topics.TASK_EVENTS, task.value(), task + ":" + System.nanoTime(), event, Instant.now(), null));
    }

    public long publishes(ProducerRecord<String, byte[]> record) {
        try {
            RecordMetadata at = producer.send(record).get(20, TimeUnit.SECONDS);
            return at.offset() + 1;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts an event into the task's stream, as the projector does. */
    public void projects(TaskId task, long sequence, Object event) {
        redis(Request.cmd(Command.SET).arg(RedisKeys.PROJECTION_MARK).arg("1"));
        redis(Request.cmd(Command.XADD)
                .arg(RedisKeys.taskEvents(task))
                .arg(sequence + "-0")
                .arg(RedisKeys.EVENT_TYPE)
                .arg(event.getClass().getSimpleName())
                .arg(RedisKeys.EVENT_DATA)
                .arg(json(event)));
    }

    /** Publishes and projects. */
    public long tells(TaskId task, Object event) {
        long sequence = publishes(task, event);
        projects(task, sequence, event);
        return sequence;
    }

    public @Nullable Response redis(Request request) {
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static TaskCompleted completed(TaskId task) {
        return new TaskCompleted(task, result(TaskStatus.SUCCEEDED), Instant.parse("2026-11-20T08:00:02Z"));
    }

    private static TaskResult result(TaskStatus status) {
        return new TaskResult(
                status,
                0,
                new OutputText("hello\n", 0),
                OutputText.EMPTY,
                List.of(),
                Timings.NONE,
                Usage.NONE,
                Cost.NONE,
                List.of(),
                null,
                null,
                null);
    }

    /** All records of the topic so far, under the key where one is given. */
    public List<ConsumerRecord<String, byte[]>> published(String topic, @Nullable String key) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "max.partition.fetch.bytes", 9_000_000),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key == null || key.equals(record.key())) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    public static String json(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
