package dev.signalbox.router.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.router.testing.TestingWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged router, stopped and killed: nothing is lost, and what is derived again is the same. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RouterRestartIT {

    private static final int TASKS = 200;

    private final String servers = SignalboxServers.running().kafka();

    @Test
    void holdsRoutesSurvivesAndDerivesTheSameBytes() throws Exception {
        try (KafkaTester kafka = new KafkaTester(servers)) {
            kafka.send(Topics.AGENTS, "poison", "{");
            holdsRequestsUntilAnExecutorIsHeardFrom(kafka);
            losesNothingWhenItIsKilled(kafka);
            derivesTheSameBytesWhenItReadsAgain(kafka);
            assertThat(kafka.await(Topics.deadLetters(Topics.AGENTS), "poison", 1))
                    .as("a poison record of a compacted topic is put to the dead letters once, not at each start")
                    .hasSize(1);
        }
    }

    private void holdsRequestsUntilAnExecutorIsHeardFrom(KafkaTester kafka) throws Exception {
        kafka.publish(Topics.BACKENDS, "local", announced(Instant.now().minus(Duration.ofHours(9)))); // of last night
        send(kafka, "held");
        try (RouterProcess router = RouterProcess.start(servers).awaitReady()) {
            Thread.sleep(1500);
            assertThat(router.stop())
                    .as("ends on SIGTERM although it holds a request")
                    .isTrue();
        }
        try (RouterProcess router = RouterProcess.start(servers).awaitReady()) {
            Thread.sleep(3000);
            assertThat(kafka.await(Topics.TASK_ROUTES, "held", 0)).isEmpty();
            kafka.publish(Topics.BACKENDS, "local", announced(Instant.now()));
            List<ConsumerRecord<String, byte[]>> routed = kafka.await(Topics.TASK_ROUTES, "held", 1);
            assertThat(routed).hasSize(1);
            assertThat(Json.mapper()
                            .readTree(routed.getFirst().value())
                            .at("/decision/chosen/route/backend")
                            .asText())
                    .isEqualTo("local");
            assertThat(router.stop()).as("ends on SIGTERM").isTrue();
        }
    }

    private void losesNothingWhenItIsKilled(KafkaTester kafka) throws Exception {
        try (RouterProcess router = RouterProcess.start(servers).awaitReady()) {
            for (int i = 0; i < TASKS; i++) {
                send(kafka, "killed-" + i);
                if (i == TASKS / 2) {
                    router.kill();
                }
            }
        }
        try (RouterProcess router = RouterProcess.start(servers).awaitReady()) {
            routedSoOftenAndTheSame(kafka, 1);
            assertThat(router.stop()).isTrue();
        }
    }

    private void derivesTheSameBytesWhenItReadsAgain(KafkaTester kafka) throws Exception {
        readFromTheBeginningAgain();
        try (RouterProcess router = RouterProcess.start(servers).awaitReady()) {
            routedSoOftenAndTheSame(kafka, 2);
            assertThat(router.stop()).isTrue();
        }
    }

    private static void routedSoOftenAndTheSame(KafkaTester kafka, int times) {
        List<String> ids =
                IntStream.range(0, TASKS).mapToObj(i -> "killed-" + i).toList();
        Map<String, List<ConsumerRecord<String, byte[]>>> routed = kafka.awaitAll(Topics.TASK_ROUTES, ids, times);
        assertThat(routed.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        Map<String, String> byId = new HashMap<>();
        routed.forEach((id, records) -> {
            assertThat(records).as(id).hasSizeGreaterThanOrEqualTo(times);
            records.forEach(record -> assertSameAsBefore(byId, record));
        });
    }

    private static void assertSameAsBefore(Map<String, String> byId, ConsumerRecord<String, byte[]> record) {
        String id = RecordCodec.text(record.headers(), RecordCodec.CE_ID);
        String time = RecordCodec.text(record.headers(), RecordCodec.CE_TIME);
        String body = time + KafkaTester.text(record);
        assertThat(body).isEqualTo(byId.computeIfAbsent(id, first -> body));
    }

    private void readFromTheBeginningAgain() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
            for (int partition = 0; partition < Topics.TASK_PARTITIONS; partition++) {
                beginning.put(new TopicPartition(Topics.TASK_REQUESTS, partition), new OffsetAndMetadata(0));
            }
            admin.alterConsumerGroupOffsets("router", beginning).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(KafkaTester kafka, String id) throws Exception {
        kafka.send(
                Topics.TASK_REQUESTS,
                id,
                "{\"task\": {\"environment\": {\"B\": \"1\", \"A\": \"2\", \"D\": \"3\", \"C\": \"4\"},"
                        + " \"code\": [{\"source\": \"echo 1\"}]}}");
    }

    private static BackendAnnounced announced(Instant when) {
        BackendAnnounced good = TestingWorld.backend("local");
        return new BackendAnnounced(
                good.backend(),
                good.environment(),
                good.available(),
                null,
                good.isolation(),
                good.tiers(),
                good.languages(),
                good.capabilities(),
                good.longestDuration(),
                good.startUp(),
                good.concurrency(),
                good.version(),
                when);
    }
}
