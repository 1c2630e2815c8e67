package dev.signalbox.session.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.app.TaskStore;
import dev.signalbox.session.app.TaskStore.Advance;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.TaskStore.InputPartition;
import dev.signalbox.session.domain.DecayedStatistics;
import dev.signalbox.session.domain.DecayedStatistics.HalfLives;
import dev.signalbox.session.domain.Observation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class StatisticsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    TaskStore store;

    @Inject
    Pool pool;

    private final String name = "class-" + UUID.randomUUID();

    @Test
    void anOutcomeIsCountedOnceAlthoughItIsDeliveredTwice() {
        try (RecordPublisher publisher = RecordPublisher.connect(kafka, name, Map.of())) {
            for (int i = 0; i < 2; i++) {
                TaskId task = new TaskId(name + "-" + i);
                publish(publisher, Topics.TASK_ROUTES, task, "routed", routed(task));
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(readAll("executions-local"))
                                .extracting(ConsumerRecord::key)
                                .contains(task.value()));
                publish(publisher, Topics.EXECUTION_RESULTS, task, "finished", succeeded(task));
                publish(publisher, Topics.EXECUTION_RESULTS, task, "finished", succeeded(task));
            }

            await().atMost(SOON).untilAsserted(() -> {
                RouteStatistics statistics = latest();
                assertThat(statistics.observations()).isEqualTo(2);
                assertThat(statistics.successes()).isCloseTo(2, within(0.001));
                assertThat(statistics.meanCost()).isEqualTo(Samples.cost().total());
            });
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(io.restassured.RestAssured.given()
                                    .get("/q/metrics")
                                    .asString())
                            .contains("signalbox_route_drift{class=\"" + name + "/local/quick\"")
                            .contains("signalbox_route_drifts_total")
                            .contains("signalbox_regret_usd_total")
                            .contains("signalbox_regret_usd_per_day")
                            .containsPattern("signalbox_regret_tasks_total\\{evaluated=\"true\"[^}]*} [1-9]"));
        }
    }

    @Test
    void postgresDoesTheArithmeticOfTheDomain() {
        DecayedStatistics first = seen(Samples.AT, true);
        DecayedStatistics later = seen(Samples.AT.plus(Duration.ofDays(3)), false);
        DecayedStatistics late = seen(Samples.AT.plus(Duration.ofDays(1)), true);
        DecayedStatistics expected = first.plus(later, HalfLives.DEFAULT).plus(late, HalfLives.DEFAULT);

        add(first, List.of());
        add(later, List.of());
        add(late, List.of());

        Row row = row();
        assertThat(row.getDouble("successes")).isCloseTo(expected.successes(), within(1e-9));
        assertThat(row.getDouble("failures")).isCloseTo(expected.failures(), within(1e-9));
        assertThat(row.getDouble("run_seconds")).isCloseTo(expected.runSeconds(), within(1e-9));
        assertThat(row.getDouble("recent_successes")).isCloseTo(expected.recentSuccesses(), within(1e-9));
        assertThat(row.getLong("observations")).isEqualTo(3);
        assertThat(row.getOffsetDateTime("updated_at")).isEqualTo(expected.at().atOffset(ZoneOffset.UTC));
    }

    @Test
    void manyYearsDoNotBreakIt() {
        for (int year = 0; year < 40; year++) {
            add(seen(Samples.AT.plus(Duration.ofDays(365L * year)), year % 2 == 0), List.of());
        }

        assertThat(row().getLong("observations")).isEqualTo(40);
    }

    @Test
    void aBatchThatAnotherInstanceAppliedIsNotCounted() {
        Advance advance = new Advance(new InputPartition(name, 0), 0, 5);
        add(seen(Samples.AT, true), List.of(advance));

        assertThatThrownBy(() -> add(seen(Samples.AT, true), List.of(advance)))
                .isInstanceOf(TaskStore.FencedException.class);

        assertThat(row().getLong("observations")).isEqualTo(1);
    }

    @Test
    void severalInstancesAddToAClassAtOnceAndNothingIsLost() throws Exception {
        List<Future<?>> adding = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                adding.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        add(seen(Samples.AT, true), List.of());
                    }
                }));
            }
            for (Future<?> one : adding) {
                one.get();
            }
        }

        assertThat(row().getDouble("successes")).isCloseTo(100, within(1e-9));
    }

    private void add(DecayedStatistics seen, List<Advance> advances) {
        SortedMap<String, DecayedStatistics> observed = new TreeMap<>(Map.of(name, seen, name + "-2", seen));
        store.transact(
                List.of(),
                List.of(),
                List.of(),
                advances,
                loaded -> new BatchResult(
                        List.of(), List.of(), Map.of(), observed, Collections.emptySortedMap(), seen.at()));
    }

    private Row row() {
        return pool.preparedQuery("select * from session.route_statistics where route_class = $1")
                .execute(Tuple.of(name))
                .await()
                .atMost(SOON)
                .iterator()
                .next();
    }

    private static DecayedStatistics seen(Instant at, boolean success) {
        return DecayedStatistics.none(at)
                .plus(new Observation(
                        "any",
                        success,
                        success,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(20),
                        Money.of("0.1"),
                        Money.of("0.2")));
    }

    private RouteStatistics latest() throws Exception {
        ConsumerRecord<String, byte[]> last = readAll(Topics.ROUTE_STATISTICS).stream()
                .filter(record -> (name + "/local/quick").equals(record.key()))
                .reduce((a, b) -> b)
                .orElseThrow(AssertionError::new);
        return RecordCodec.decode(last, RecordType.ROUTE_STATISTICS).as(RouteStatistics.class);
    }

    private static void publish(RecordPublisher publisher, String topic, TaskId task, String id, Object body) {
        publisher
                .publish(new RecordCodec("/test")
                        .encode(topic, task.value(), task + ":" + id, body, Instant.now(), null))
                .toCompletableFuture()
                .join();
    }

    private TaskRouted routed(TaskId task) {
        RouteDecision sample = Samples.decision();
        RouteDecision decision = new RouteDecision(
                sample.chosen(),
                null,
                sample.rates(),
                sample.timeout(),
                sample.objective(),
                sample.profile(),
                sample.candidates(),
                sample.plan(),
                name,
                false,
                null,
                null,
                null,
                List.of(),
                sample.explanation(),
                sample.versions(),
                1);
        TaskRequested request =
                TaskRequested.first(task, Samples.TENANT, null, TaskSpec.ofCode("python", "1"), Instant.now());
        return new TaskRouted(request, decision, JsonNodeFactory.instance.objectNode(), Samples.AT);
    }

    private static AttemptFinished succeeded(TaskId task) {
        AttemptFinished sample = Samples.finished();
        return new AttemptFinished(
                task,
                1,
                1,
                AttemptFinished.Outcome.SUCCEEDED,
                false,
                0,
                OutputText.EMPTY,
                OutputText.EMPTY,
                List.of(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                0,
                null,
                Instant.now());
    }

    private List<ConsumerRecord<String, byte[]>> readAll(String topic) {
        return TopicRecords.of(kafka, topic);
    }
}
