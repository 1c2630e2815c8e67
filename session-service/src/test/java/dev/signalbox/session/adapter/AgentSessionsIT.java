package dev.signalbox.session.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.app.TaskStore;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.domain.Memory;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that remember and ask, through the real servers. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class AgentSessionsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Route ROUTE = new Route("local", "quick", "claude-haiku-5-5", new AgentId("senior_developer"));

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    RedisDataSource redis;

    @Inject
    TaskStore store;

    private final RecordCodec codec = new RecordCodec("/test");
    private final SessionId session = new SessionId("s-" + UUID.randomUUID());
    private final TaskId first = new TaskId(UUID.randomUUID().toString());
    private final TaskId second = new TaskId(UUID.randomUUID().toString());
    private RecordPublisher publisher;

    @BeforeEach
    void connect() {
        publisher = RecordPublisher.connect(kafka, "test-" + first, Map.of());
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void theNextTaskOfASessionBeginsWithWhatItsAgentRemembers() throws Exception {
        send(Topics.TASK_ROUTES, first, "routed", routed(first));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read("executions-local", first)).hasSize(1));
        assertThat(execution(first).conversation()).isNull();
        assertThat(execution(first).sessionId()).isEqualTo(session);
        assertThat(execution(first).models()).containsExactly(Samples.modelRates());
        send(Topics.EXECUTION_RESULTS, first, "finished", finished(first));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.TASK_EVENTS, first)).hasSize(3));

        send(Topics.TASK_ROUTES, second, "routed", routed(second));

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(read("executions-local", second)).hasSize(1));
        assertThat(execution(second).conversation()).isEqualTo(Samples.conversation());
        String key = RedisKeys.conversation(Samples.TENANT, session, "senior_developer");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(redis.hash(String.class).hgetall(key))
                        .containsEntry(RedisKeys.CONVERSATION_TURNS, "1")
                        .containsKey(RedisKeys.CONVERSATION_USED));
    }

    @Test
    void whatHasFewerTurnsDoesNotReplaceWhatHasMore() {
        keep(3);
        keep(2);
        assertThat(kept()).isEqualTo(3);

        keep(4);
        assertThat(kept()).isEqualTo(4);
    }

    @Test
    void aQuestionIsToldAndItsAnswerReachesTheWorkers() throws Exception {
        send(Topics.TASK_ROUTES, first, "routed", routed(first));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read("executions-local", first)).hasSize(1));
        send(
                Topics.EXECUTION_PROGRESS,
                first,
                "started",
                new AttemptStarted(first, 1, 1, "local", "w", Isolation.NAMESPACES, Instant.now()));
        Instant at = Instant.now();
        send(
                Topics.EXECUTION_PROGRESS,
                first,
                "question",
                new QuestionAsked(first, 1, 1, 0, "q-1", "Which one?", at.plusSeconds(60), at));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                read(Topics.TASK_EVENTS, first).stream().map(RecordCodec::typeOf))
                        .contains("dev.signalbox.TaskQuestion.v1"));

        send(Topics.TASK_COMMANDS, first, "answer", new AnswerQuestion(first, "q-1", "the blue one", at));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.EXECUTION_CONTROL, first))
                        .singleElement()
                        .satisfies(record -> assertThat(RecordCodec.decode(record, RecordType.QUESTION_ANSWERED)
                                        .as(QuestionAnswered.class))
                                .isEqualTo(new QuestionAnswered(first, 1, "q-1", "the blue one", at))));
    }

    @Test
    void anAnswerThatDoesNotSayWhatItIsDoesNotCancelTheTask() {
        send(Topics.TASK_ROUTES, first, "routed", routed(first));
        send(
                Topics.EXECUTION_PROGRESS,
                first,
                "started",
                new AttemptStarted(first, 1, 1, "local", "w", Isolation.NAMESPACES, Instant.now()));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.TASK_EVENTS, first)).hasSize(3));

        publisher
                .publish(new ProducerRecord<>(
                        Topics.TASK_COMMANDS,
                        first.value(),
                        "{\"questionId\":\"q-1\",\"answer\":\"yes\"}".getBytes(StandardCharsets.UTF_8)))
                .toCompletableFuture()
                .join();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                read(Topics.EXECUTION_CONTROL, first).stream().map(RecordCodec::typeOf))
                        .containsExactly("dev.signalbox.QuestionAnswered.v1"));
    }

    @Test
    void anAnswerThatIsTooLongIsADeadLetter() {
        String tooLong = "x".repeat(TaskLimits.ANSWER_BYTES + 1);

        send(Topics.TASK_COMMANDS, first, "answer", new AnswerQuestion(first, "q-1", tooLong, Instant.now()));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.deadLetters(Topics.TASK_COMMANDS), first))
                        .singleElement()
                        .satisfies(dead -> assertThat(RecordCodec.text(dead.headers(), DeadLetters.REASON))
                                .contains("/answer", "the limit is")));
    }

    private void keep(int turns) {
        Memory.Key key = new Memory.Key(Samples.TENANT, session, "");
        Memory memory =
                new Memory(key, new Conversation(turns, Samples.conversation().messages()), Instant.now());
        store.transact(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                loaded -> new BatchResult(
                        List.of(),
                        List.of(),
                        Map.of(),
                        Collections.emptySortedMap(),
                        new TreeMap<>(Map.of(key, memory)),
                        memory.at()));
    }

    private int kept() {
        Memory.Key key = new Memory.Key(Samples.TENANT, session, "");
        List<Integer> turns = new ArrayList<>();
        store.transact(List.of(), List.of(), List.of(key), List.of(), loaded -> {
            loaded.memories().values().forEach(conversation -> turns.add(conversation.turnCount()));
            return new BatchResult(
                    List.of(),
                    List.of(),
                    Map.of(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Samples.AT);
        });
        return turns.getFirst();
    }

    private TaskRouted routed(TaskId id) {
        TaskSpec spec = TaskSpec.ofCode("python", "print(1)");
        RouteDecision sample = Samples.decision();
        Candidate candidate = sample.candidates().getFirst();
        Candidate chosen = new Candidate(
                ROUTE,
                candidate.resources(),
                0.9,
                candidate.startUp(),
                candidate.duration(),
                candidate.cost(),
                candidate.cost(),
                1,
                1,
                null);
        RouteDecision decision = new RouteDecision(
                chosen,
                null,
                sample.rates(),
                sample.timeout(),
                sample.objective(),
                sample.profile(),
                List.of(chosen),
                List.of(),
                sample.taskClass(),
                false,
                null,
                null,
                null,
                List.of(),
                sample.explanation(),
                sample.versions(),
                1,
                sample.models());
        return new TaskRouted(
                new TaskRequested(id, Samples.TENANT, session, 1, List.of(), List.of(), spec, Instant.now()),
                decision,
                JsonNodeFactory.instance.objectNode(),
                Samples.AT);
    }

    private static AttemptFinished finished(TaskId id) {
        AttemptFinished sample = Samples.finished();
        return new AttemptFinished(
                id,
                1,
                1,
                AttemptFinished.Outcome.SUCCEEDED,
                false,
                null,
                sample.stdout(),
                sample.stderr(),
                List.of(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                0,
                null,
                Instant.now(),
                sample.answer(),
                sample.conversation());
    }

    private ExecutionRequested execution(TaskId id) throws Exception {
        return RecordCodec.decode(read("executions-local", id).getFirst(), RecordType.EXECUTION_REQUESTED)
                .as(ExecutionRequested.class);
    }

    private void send(String topic, TaskId key, String id, Object body) {
        publisher
                .publish(codec.encode(topic, key.value(), key + ":" + id, body, Instant.now(), null))
                .toCompletableFuture()
                .join();
    }

    /** Records of a task on a topic, oldest first. */
    private List<ConsumerRecord<String, byte[]>> read(String topic, TaskId id) {
        return TopicRecords.of(kafka, topic).stream()
                .filter(record -> id.value().equals(record.key()))
                .toList();
    }
}
