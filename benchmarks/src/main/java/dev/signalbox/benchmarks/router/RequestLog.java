package dev.signalbox.benchmarks.router;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes a log of requests: short code, code with words beside it, and words that speak of more than a sandbox. */
final class RequestLog {

    private static final List<TaskSpec> TASKS = List.of(
            TaskSpec.ofCode("python", "print(sum(range(100)))"),
            TaskSpec.ofCode("javascript", "console.log([3, 1, 2].sort())"),
            TaskSpec.of(
                    "Read the numbers of the list, drop those that are not prime, and print the mean of what is left.",
                    List.of(new CodeSnippet("python", "numbers = [2, 4, 5, 9, 11]\n"))),
            TaskSpec.of(
                    "The login page of the web shop answers with an error since the last release. Install the packages,"
                            + " start the services, find out why, and mend it with a test.",
                    List.of(new CodeSnippet("bash", "npm install && npm test"))));

    private RequestLog() {}

    /** No two texts are alike, as with people. */
    private static TaskSpec task(int number) {
        TaskSpec task = TASKS.get(number % TASKS.size());
        return task.prompt() == null
                ? task
                : TaskSpec.of(task.prompt() + " This is number " + number + ".", task.code());
    }

    static void write(String kafka, int requests) {
        RecordCodec codec = new RecordCodec("/signalbox/benchmarks");
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", "5", "compression.type", "lz4");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            Instant now = Instant.now();
            producer.send(codec.encode(Topics.BACKENDS, "local", "local:announced", backend(now), now, null));
            for (int i = 0; i < requests; i++) {
                TaskId id = new TaskId("benchmark-" + i);
                TaskRequested request = TaskRequested.first(id, TaskRequested.DEFAULT_TENANT, null, task(i), now);
                producer.send(codec.encode(Topics.TASK_REQUESTS, id.value(), id + ":requested", request, now, null));
            }
        }
    }

    private static BackendAnnounced backend(Instant now) {
        return new BackendAnnounced(
                "local",
                "quick",
                true,
                null,
                Isolation.NAMESPACES,
                BackendAnnounced.standardTiers(),
                Set.of("bash", "python", "javascript", "java"),
                Set.of(),
                Duration.ofHours(24),
                Duration.ofMillis(50),
                4,
                "1",
                now);
    }
}
