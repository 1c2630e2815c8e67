package dev.signalbox.infrastructure.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.Topics.TopicSpec;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.infrastructure.KafkaNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureKafkaIT {

    private static final List<TopicSpec> TOPICS = Topics.all(List.of("local")).subList(0, 2);
    private static final String TOPIC = TOPICS.getFirst().name();

    @TempDir
    static Path folder;

    private static Certificates server;
    private static Certificates stranger;
    private static KafkaNode kafka;

    @BeforeAll
    static void start() throws Exception {
        server = Certificates.make(folder, "server");
        stranger = Certificates.make(folder, "stranger");
        kafka = new KafkaNode(
                folder.resolve("kafka"), FreePorts.next(), SignalboxServers.RECORD_LOCK, SecureServers.saslSsl(server));
        kafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.stop();
    }

    @Test
    void topicsRecordsAndShareGroupsGoThroughTlsWithAPassword() {
        KafkaConnection plain = connection(SecureServers.kafkaVariables("PLAIN", SecureServers.PASSWORD, server));

        goesThrough(plain);

        TopicsAdmin.ensureShareGroup(plain, "executors-local");
        Map<String, Object> member = plain.with(Map.of("group.id", "executors-local"));
        try (KafkaShareConsumer<String, byte[]> consumer =
                new KafkaShareConsumer<>(member, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(Set.of(TOPIC));
            int read = 0;
            for (int i = 0; i < 20 && read == 0; i++) {
                read = consumer.poll(Duration.ofSeconds(1)).count();
            }
            assertThat(read).isPositive();
        }
    }

    @Test
    void scramWorksForAUserThatWasMadeForIt() throws Exception {
        KafkaConnection plain = connection(SecureServers.kafkaVariables("PLAIN", SecureServers.PASSWORD, server));
        try (Admin admin = Admin.create(plain.settings())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            SecureServers.USER,
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                            "of-scram")))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }

        goesThrough(connection(SecureServers.kafkaVariables("SCRAM-SHA-512", "of-scram", server)));
    }

    @Test
    void aWrongPasswordIsToldInOneLineThatDoesNotHoldIt() {
        KafkaConnection wrong = connection(SecureServers.kafkaVariables("PLAIN", "wrong-one", server));

        assertThatThrownBy(() -> TopicsAdmin.ensure(wrong, TOPICS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Kafka at " + kafka.address()
                        + " (SASL_SSL, PLAIN as signalbox) does not list its topics:"
                        + " Authentication failed: Invalid username or password");
        try (RecordPublisher publisher = RecordPublisher.connect(wrong, "wrong", Map.of("max.block.ms", "20000"))) {
            assertThatThrownBy(() -> publisher
                            .publish(new ProducerRecord<>(TOPIC, "k", new byte[0]))
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("Invalid username or password");
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotBelieved() {
        KafkaConnection careful = connection(SecureServers.kafkaVariables("PLAIN", SecureServers.PASSWORD, stranger));

        assertThatThrownBy(() -> TopicsAdmin.ensure(careful, TOPICS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SSL handshake failed")
                .hasMessageContaining("PKIX path");
    }

    @Test
    void aCertificateOfTheClientTakesThePlaceOfAPassword() throws Exception {
        KafkaNode mutual = new KafkaNode(
                folder.resolve("mutual"),
                FreePorts.next(),
                SignalboxServers.RECORD_LOCK,
                SecureServers.ssl(server, "required"));
        mutual.start();
        try {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "SIGNALBOX_KAFKA_SECURITY_PROTOCOL", "SSL",
                    "SIGNALBOX_KAFKA_CA", server.certificate().toString(),
                    "SIGNALBOX_KAFKA_CLIENT_CERTIFICATE", server.certificate().toString(),
                    "SIGNALBOX_KAFKA_CLIENT_KEY", server.key().toString()));
            goesThrough(KafkaConnection.of(mutual.address(), variables::get));

            variables.put(
                    "SIGNALBOX_KAFKA_CLIENT_CERTIFICATE", stranger.certificate().toString());
            variables.put("SIGNALBOX_KAFKA_CLIENT_KEY", stranger.key().toString());
            assertThatThrownBy(() -> TopicsAdmin.ensure(KafkaConnection.of(mutual.address(), variables::get), TOPICS))
                    .hasMessageContaining("SSL");
        } finally {
            mutual.stop();
        }
    }

    private static KafkaConnection connection(Map<String, String> variables) {
        return KafkaConnection.of(kafka.address(), variables::get);
    }

    private static void goesThrough(KafkaConnection connection) {
        TopicsAdmin.ensure(connection, TOPICS);
        byte[] value = "through".getBytes(StandardCharsets.UTF_8);
        try (RecordPublisher publisher = RecordPublisher.connect(connection, "test", Map.of())) {
            publisher
                    .publish(new ProducerRecord<>(TOPIC, 0, "key", value))
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(connection.settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertThat(consumer.poll(Duration.ofSeconds(20)))
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .contains("through");
        }
    }
}
