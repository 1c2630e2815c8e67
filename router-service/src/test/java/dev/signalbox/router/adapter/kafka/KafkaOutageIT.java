package dev.signalbox.router.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.infrastructure.KafkaNode;
import dev.signalbox.infrastructure.testing.FreePorts;
import dev.signalbox.router.testing.TestingWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka stops under load and comes back: the router goes on by itself and every request has its route. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class KafkaOutageIT {

    private static final int TASKS = 600;

    @TempDir
    Path data;

    @Test
    void everyRequestIsRoutedAlthoughKafkaWasAway() throws Exception {
        KafkaNode node = new KafkaNode(data, FreePorts.next(), Duration.ofSeconds(30), Map.of());
        node.start();
        TopicsAdmin.ensure(node.address(), Topics.all(List.of("local")));
        try (RouterProcess router = RouterProcess.start(node.address()).awaitReady();
                KafkaTester kafka = new KafkaTester(node.address());
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", node.address(), "acks", "all"),
                        new StringSerializer(),
                        new StringSerializer())) {
            kafka.publish(Topics.BACKENDS, "local", announced());
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                if (i == TASKS / 3 || i == 2 * TASKS / 3) {
                    node.stop();
                    Thread.sleep(2000);
                    node.start();
                }
                sent.add(producer.send(new ProducerRecord<>(
                        Topics.TASK_REQUESTS, "outage-" + i, "{\"task\": {\"code\": [{\"source\": \"echo 1\"}]}}")));
                Thread.sleep(2);
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(60, TimeUnit.SECONDS);
            }
            kafka.publish(Topics.AGENTS, "cto", TestingWorld.agent("cto", "opus"));
            List<String> ids =
                    IntStream.range(0, TASKS).mapToObj(i -> "outage-" + i).toList();
            assertThat(kafka.awaitAll(Topics.TASK_ROUTES, ids, 1).keySet()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(router.stop()).isTrue();
        } finally {
            node.stop();
        }
    }

    private static BackendAnnounced announced() {
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
                java.time.Instant.now());
    }
}
