package dev.signalbox.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersIT {

    private static final Duration LOCK = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void kafkaServesConsumersAndShareGroupsAndKeepsItsRecords() throws Exception {
        try (KafkaNode kafka = new KafkaNode(folder.resolve("with space"), Ports.free(), LOCK, Map.of())) {
            kafka.start();
            TopicsAdmin.ensure(kafka.address(), Topics.all(List.of("local")));
            // Before the group's first consumer: it must begin with the oldest record all the same.
            Clients.produce(kafka.address(), "executions-local", "one");
            TopicsAdmin.ensureShareGroup(kafka.address(), Topics.executors("local"));

            assertThat(Clients.share(kafka.address(), "executions-local", "executors-local", 1))
                    .containsExactly("one");
            assertThat(Clients.consume(kafka.address(), "executions-local", 1)).containsExactly("one");

            kafka.stop();
            assertThat(kafka.alive()).isFalse();
            kafka.start();
            Clients.produce(kafka.address(), "executions-local", "two");

            assertThat(Clients.consume(kafka.address(), "executions-local", 2)).containsExactly("one", "two");
            assertThat(Clients.share(kafka.address(), "executions-local", "executors-local", 1))
                    .as("the group's position survives too")
                    .containsExactly("two");
        }
    }

    @Test
    void postgresKeepsItsDataAndTheRoleOwnsTheDatabase() throws Exception {
        try (PostgresNode postgres =
                new PostgresNode(folder.resolve("with space"), folder.resolve("bin"), Ports.free())) {
            postgres.start();
            Clients.sql(postgres.address(), "CREATE SCHEMA session");
            Clients.sql(postgres.address(), "CREATE TABLE session.tasks AS SELECT 'kept' AS state");
            assertThat(Clients.sql(postgres.address(), "SHOW fsync")).isEqualTo("on");
            assertThat(Clients.sql(postgres.address(), "SHOW server_version")).startsWith("18");

            postgres.stop();
            assertThat(postgres.alive()).isFalse();
            postgres.start();

            assertThat(Clients.sql(postgres.address(), "SELECT state FROM session.tasks"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void postgresStartsOverAfterAFirstStartThatWasKilledHalfWay() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("postgresql.conf"), "half written");
        try (PostgresNode postgres = new PostgresNode(folder.resolve("data"), folder.resolve("bin"), Ports.free())) {
            postgres.start();

            assertThat(Clients.sql(postgres.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void redisKeepsItsData() throws Exception {
        try (RedisNode redis = new RedisNode(folder.resolve("with space"), folder.resolve("b in"), Ports.free())) {
            redis.start();
            Clients.redis(redis.address(), "SET key kept");

            redis.stop();
            assertThat(redis.alive()).isFalse();
            redis.start();

            assertThat(Clients.redis(redis.address(), "GET key")).isEqualTo("kept");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                RedisNode redis = new RedisNode(folder.resolve("redis"), folder.resolve("bin"), taken.getLocalPort())) {
            assertThatThrownBy(redis::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("Redis");
        }
    }

    @Test
    void dataIsUsedByOneProcessOnly() throws Exception {
        try (RedisNode first = new RedisNode(folder.resolve("redis"), folder.resolve("bin"), Ports.free());
                RedisNode second = new RedisNode(folder.resolve("redis"), folder.resolve("bin"), Ports.free())) {
            first.start();

            assertThatThrownBy(second::start).hasMessageContaining("in use");
            assertThat(first.alive()).isTrue();
        }
    }
}
