package dev.signalbox.session.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.infrastructure.testing.SecureServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The service against servers that speak nothing but TLS and let nobody in without a password. */
@QuarkusTest
@QuarkusTestResource(value = SecureServers.class, restrictToAnnotatedClass = true)
class SecureConnectionsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    @Inject
    KafkaConnection kafka;

    @Inject
    RedisDataSource redis;

    @Inject
    AgroalDataSource jdbc;

    @Inject
    Pool reactive;

    @ConfigProperty(name = "quarkus.redis.hosts")
    String redisAddress;

    private final RecordCodec codec = new RecordCodec("/test");
    private final TaskId task = new TaskId(UUID.randomUUID().toString());

    @Test
    void aTaskGoesThroughKafkaPostgresAndRedis() {
        TaskRequested sample = Samples.request();
        TaskRequested request = new TaskRequested(
                task, sample.tenant(), sample.sessionId(), 1, List.of(), List.of(), sample.task(), Instant.now());
        try (RecordPublisher publisher = RecordPublisher.connect(kafka, "test", Map.of())) {
            send(
                    publisher,
                    Topics.TASK_ROUTES,
                    new TaskRouted(request, Samples.decision(), JsonNodeFactory.instance.objectNode(), Samples.AT));
            await().atMost(SOON).until(() -> status() != null);
            send(publisher, Topics.EXECUTION_RESULTS, finished());
        }

        await().atMost(SOON).until(() -> "failed".equals(status()));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(redis.key().exists(RedisKeys.taskEvents(task)))
                        .isTrue());
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void everyWayIsEncrypted() throws Exception {
        assertThat(kafka.toString()).endsWith("(SASL_SSL, PLAIN as signalbox)");
        assertThat(redisAddress).startsWith("rediss://");
        assertThat(reactive.query(ENCRYPTED)
                        .execute()
                        .await()
                        .atMost(SOON)
                        .iterator()
                        .next()
                        .getBoolean(0))
                .isTrue();
        try (Connection connection = jdbc.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ENCRYPTED)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    private @Nullable String status() {
        return given().get("/internal/tasks/" + task).jsonPath().getString("status");
    }

    private AttemptFinished finished() {
        AttemptFinished sample = Samples.finished();
        return new AttemptFinished(
                task,
                1,
                1,
                sample.outcome(),
                false,
                sample.exitCode(),
                sample.stdout(),
                sample.stderr(),
                sample.files(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                sample.progressRecords(),
                sample.problem(),
                Instant.now());
    }

    private void send(RecordPublisher publisher, String topic, Object body) {
        publisher
                .publish(codec.encode(topic, task.value(), task + ":" + topic, body, Instant.now(), null))
                .toCompletableFuture()
                .join();
    }
}
