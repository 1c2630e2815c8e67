package dev.signalbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskResult.AttemptSummary;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything behind {@code task-requests}, played: takes tasks of the workbench and tells their ends. */
final class ScriptedExecutor implements AutoCloseable {

    /** What comes of a task; text of an answer or of a program's output. */
    record Said(boolean completed, int exitCode, String text, JsonNode structured, ProblemType problem) {

        static Said well(String text) {
            return new Said(true, 0, text, null, null);
        }

        static Said json(JsonNode answer) {
            return new Said(true, 0, answer.toString(), answer, null);
        }

        static Said badly(ProblemType problem, String text) {
            return new Said(false, 1, text, null, problem);
        }
    }

    private final RecordPublisher publisher =
            RecordPublisher.connect(SignalboxServers.running().kafka(), "scripted", Map.of());
    private final RecordCodec codec = new RecordCodec("/test/executor");
    private final Map<String, Function<TaskRequested, Said>> script = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final List<TaskRequested> taken = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "scripted-executor");
    private volatile boolean stopping;

    ScriptedExecutor() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Tasks whose id begins so come out so. */
    void says(String prefix, Function<TaskRequested, Said> said) {
        script.put(prefix, said);
    }

    /** Tasks whose id begins so do not end. */
    void holds(String prefix) {
        held.add(prefix);
    }

    List<TaskRequested> taken(String prefix) {
        return taken.stream()
                .filter(task -> task.taskId().value().startsWith(prefix))
                .toList();
    }

    void announce(String backend, String environment, Set<String> capabilities) {
        Instant now = Instant.now();
        BackendAnnounced announced = new BackendAnnounced(
                backend,
                environment,
                true,
                null,
                Isolation.values()[0],
                BackendAnnounced.standardTiers(),
                Set.of("bash"),
                capabilities,
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                4,
                "test",
                now);
        publish(Topics.BACKENDS, backend, backend + ":" + now, announced);
    }

    private void run() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                SignalboxServers.running().kafka(),
                "group.id",
                "scripted-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.TASK_REQUESTS));
            Instant heartbeat = Instant.EPOCH;
            while (!stopping) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::take);
                if (heartbeat.isBefore(Instant.now().minusSeconds(5))) {
                    heartbeat = Instant.now();
                    announce("local", "quick", Set.of("models"));
                }
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TaskRequested task;
        try {
            task = RecordCodec.decode(record, RecordType.TASK_REQUESTED).as(TaskRequested.class);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
        String id = task.taskId().value();
        boolean again = taken.stream().anyMatch(before -> before.taskId().equals(task.taskId()));
        taken.add(task);
        if (again || held.stream().anyMatch(id::startsWith)) {
            return;
        }
        Said said = script.entrySet().stream()
                .filter(entry -> id.startsWith(entry.getKey()))
                .findFirst()
                .map(entry -> entry.getValue().apply(task))
                .orElseGet(() -> Said.well(
                        task.task().prompt() == null
                                ? "1 password"
                                : task.task().prompt()));
        boolean prompt = task.task().prompt() != null;
        Route route = prompt
                ? new Route(
                        "local",
                        "quick",
                        "claude-haiku",
                        task.among().getFirst(),
                        task.agents().getFirst().version())
                : new Route("local", "quick", null, null);
        tell(ended(id, 1, route, said, "prompt/test", prompt));
    }

    /** The end of a task that an agent worked on. */
    TaskEnded worked(String task, String agent, int version, boolean well, String taskClass) {
        Route route = new Route("local", "quick", "claude-haiku", new AgentId(agent), version);
        Said said = well ? Said.well("done") : Said.badly(ProblemType.AGENT_LIMIT, "no");
        return ended(task, 1, route, said, taskClass, true);
    }

    private static TaskEnded ended(String id, int attempt, Route route, Said said, String taskClass, boolean prompt) {
        Cost cost = Cost.of(new Cost.Part("model", Money.of("0.02"), "for the test"));
        AttemptSummary summary = new AttemptSummary(
                attempt,
                route,
                said.completed() ? Outcome.SUCCEEDED : Outcome.FAILED,
                said.exitCode(),
                cost,
                Money.ZERO,
                null,
                taskClass);
        TaskResult result = new TaskResult(
                said.completed() ? TaskStatus.SUCCEEDED : TaskStatus.FAILED,
                prompt ? null : said.exitCode(),
                prompt ? OutputText.EMPTY : new OutputText(said.text(), 0),
                OutputText.EMPTY,
                List.of(),
                new Timings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(4)),
                Usage.NONE,
                cost,
                List.of(summary),
                route,
                null,
                said.problem() == null ? null : said.problem().because("the script says so"),
                prompt
                        ? new Answer(said.text(), said.structured(), Answer.Ending.DONE, 1, 0, "claude-haiku", null)
                        : null);
        TaskId task = new TaskId(id);
        return said.completed()
                ? new TaskCompleted(task, result, Instant.now())
                : new TaskFailed(task, result, Instant.now());
    }

    void tell(TaskEnded ended) {
        publish(Topics.TASK_EVENTS, ended.taskId().value(), ended.taskId() + ":ended", ended);
    }

    void publish(String topic, String key, String id, Object body) {
        publisher
                .publish(List.of(codec.encode(topic, key, id, body, Instant.now(), null)))
                .toCompletableFuture()
                .join();
    }

    /** Tells the end of a task in words that nobody can read. */
    void mumble(String task) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.TASK_EVENTS, task, "{mumble".getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add(RecordCodec.CE_TYPE, RecordType.TASK_COMPLETED.ceType().getBytes(StandardCharsets.UTF_8));
        publisher.publish(List.of(record)).toCompletableFuture().join();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join(Duration.ofSeconds(5));
        publisher.close();
    }
}
