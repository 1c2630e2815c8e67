package dev.signalbox.contracts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConnectionTest {

    private static final Path TLS = Path.of("src", "test", "resources", "tls");
    private static final String CERTIFICATE = TLS.resolve("certificate.pem").toString();
    private static final String KEY = TLS.resolve("key.pem").toString();

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void withoutVariablesAClientIsToldOnlyWhereKafkaIs() {
        assertThat(made().settings()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
        assertThat(made().with(Map.of("acks", "all")))
                .isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "acks", "all"));
    }

    @Test
    void aVariableThatIsEmptyIsNotSet() {
        for (String name : KafkaConnection.VARIABLES) {
            variables.put(name, "");
        }
        assertThat(made().settings()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, org.apache.kafka.common.security.plain.PlainLoginModule",
        "SCRAM-SHA-256, org.apache.kafka.common.security.scram.ScramLoginModule",
        "SCRAM-SHA-512, org.apache.kafka.common.security.scram.ScramLoginModule"
    })
    void aUserLogsInByEachMechanism(String mechanism, String module) {
        logIn("SASL_SSL", "me", "secret");
        variables.put(KafkaConnection.MECHANISM, mechanism);

        assertThat(made().settings())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", mechanism)
                .containsEntry("sasl.jaas.config", module + " required username=\"me\" password=\"secret\";")
                .containsEntry("ssl.endpoint.identification.algorithm", "https")
                .doesNotContainKeys("ssl.truststore.type", "ssl.keystore.type");
    }

    @Test
    void withoutAMechanismThePasswordIsNotSent() {
        logIn("SASL_SSL", "me", "secret");

        assertThat(made().settings()).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"b",
                "a\\b",
                "a\\\"; evil required x=\"",
                "${HOME}",
                "a b;c",
                "ends with \\",
                "ä€",
                "two\nlines"
            })
    void kafkaReadsThePasswordAsItWasGiven(String password) {
        logIn("SASL_PLAINTEXT", "me\"\\", password);

        Map<String, Object> parsed = new HashMap<>();
        parsed.put("sasl.jaas.config", new Password((String) made().settings().get("sasl.jaas.config")));
        var entries = JaasContext.loadClientContext(parsed).configurationEntries();

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().getOptions()).isEqualTo(Map.of("username", "me\"\\", "password", password));
    }

    @Test
    void certificatesAreHandedOnAsTheyAre() throws IOException {
        variables.put(KafkaConnection.PROTOCOL, "SSL");
        variables.put(KafkaConnection.CA, CERTIFICATE);
        variables.put(KafkaConnection.CLIENT_CERTIFICATE, CERTIFICATE);
        variables.put(KafkaConnection.CLIENT_KEY, KEY);

        assertThat(made().settings())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", Files.readString(Path.of(CERTIFICATE)))
                .containsEntry("ssl.keystore.type", "PEM")
                .containsEntry("ssl.keystore.certificate.chain", Files.readString(Path.of(CERTIFICATE)))
                .containsEntry("ssl.keystore.key", Files.readString(Path.of(KEY)))
                .doesNotContainKeys("sasl.mechanism", "sasl.jaas.config");
    }

    @Test
    void itTellsWhereAndHowButNoSecret() {
        logIn("SASL_SSL", "me", "secret");

        assertThat(made()).hasToString("kafka:9092 (SASL_SSL, SCRAM-SHA-512 as me)");
        assertThat(KafkaConnection.plaintext("kafka:9092")).hasToString("kafka:9092 (PLAINTEXT)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROTOCOL=TLS | SIGNALBOX_KAFKA_SECURITY_PROTOCOL is TLS. Set it to PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.",
                "PROTOCOL=SASL_SSL | SIGNALBOX_KAFKA_SECURITY_PROTOCOL=SASL_SSL needs SIGNALBOX_KAFKA_USERNAME, which is not set.",
                "PROTOCOL=SASL_SSL USERNAME=a | SIGNALBOX_KAFKA_SECURITY_PROTOCOL=SASL_SSL needs SIGNALBOX_KAFKA_PASSWORD, which is not set.",
                "PROTOCOL=SASL_SSL SASL_MECHANISM=GSSAPI | SIGNALBOX_KAFKA_SASL_MECHANISM is GSSAPI. Set it to one of [PLAIN, SCRAM-SHA-256, SCRAM-SHA-512].",
                "USERNAME=a | SIGNALBOX_KAFKA_USERNAME is set, but SIGNALBOX_KAFKA_SECURITY_PROTOCOL=PLAINTEXT logs nobody in: set it to SASL_SSL.",
                "PROTOCOL=SSL PASSWORD=a | SIGNALBOX_KAFKA_PASSWORD is set, but SIGNALBOX_KAFKA_SECURITY_PROTOCOL=SSL logs nobody in: set it to SASL_SSL.",
                "CA=x | SIGNALBOX_KAFKA_CA is set, but SIGNALBOX_KAFKA_SECURITY_PROTOCOL=PLAINTEXT encrypts nothing: set it to SSL or SASL_SSL.",
                "PROTOCOL=SASL_PLAINTEXT USERNAME=a PASSWORD=b CA=x | SIGNALBOX_KAFKA_CA is set, but SIGNALBOX_KAFKA_SECURITY_PROTOCOL=SASL_PLAINTEXT encrypts nothing: set it to SASL_SSL.",
                "PROTOCOL=SSL CA=/nowhere | SIGNALBOX_KAFKA_CA names /nowhere, which is not there. Name a PEM file, or mount it there.",
                "PROTOCOL=SSL CLIENT_KEY=x | A client's key (SIGNALBOX_KAFKA_CLIENT_KEY) needs SIGNALBOX_KAFKA_CLIENT_CERTIFICATE, which is not set.",
                "PROTOCOL=SSL CLIENT_CERTIFICATE=x | A client's certificate (SIGNALBOX_KAFKA_CLIENT_CERTIFICATE) needs SIGNALBOX_KAFKA_CLIENT_KEY, which is not set."
            })
    void whatDoesNotFitTogetherIsToldInOneLine(String given, String told) {
        for (String each : given.strip().split(" ")) {
            String[] pair = each.split("=");
            String name = pair[0].equals("PROTOCOL") ? KafkaConnection.PROTOCOL : "SIGNALBOX_KAFKA_" + pair[0];
            variables.put(name, pair[1]);
        }
        assertThatThrownBy(this::made)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(told.strip());
    }

    @Test
    void aKeyThatKafkasClientsCannotReadIsRefusedWithTheWayOut() {
        variables.put(KafkaConnection.PROTOCOL, "SSL");
        variables.put(KafkaConnection.CLIENT_CERTIFICATE, CERTIFICATE);
        variables.put(KafkaConnection.CLIENT_KEY, CERTIFICATE);

        assertThatThrownBy(this::made)
                .hasMessageContaining("no key in PKCS#8")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");

        variables.put(KafkaConnection.CLIENT_KEY, KEY);
        variables.put(KafkaConnection.CA, KEY);
        assertThatThrownBy(this::made)
                .hasMessageContaining(KafkaConnection.CA + " names")
                .hasMessageContaining("holds no certificate");
    }

    @Test
    void aReasonIsOneLineOfWhatIsWrong() {
        Throwable failure = new ExecutionException(new SaslAuthenticationException("Authentication failed"));
        assertThat(KafkaConnection.reason(failure)).isEqualTo("Authentication failed");

        Throwable nested = new IllegalStateException(
                "handshake failed", new IllegalArgumentException("PKIX path", new IOException()));
        assertThat(KafkaConnection.reason(nested)).isEqualTo("handshake failed: PKIX path: IOException");
    }

    /** A client that is set up by hand would not be found before somebody has a Kafka that asks for more. */
    @Test
    void noOtherClassOfTheServicesTellsAClientWhereKafkaIs() throws IOException {
        List<String> found = Stream.of(
                        "../agent-registry-service",
                        "../executor-service",
                        "../gateway-service",
                        "../router-service",
                        "../session-service",
                        "../launcher",
                        ".")
                .map(module -> Path.of(module, "src", "main", "java"))
                .flatMap(KafkaConnectionTest::sources)
                .filter(file -> !file.endsWith("KafkaConnection.java"))
                .filter(KafkaConnectionTest::namesTheServers)
                .map(Path::toString)
                .toList();

        assertThat(found).isEmpty();
        assertThat(namesTheServers(Path.of("src/main/java/dev/signalbox/contracts/kafka/KafkaConnection.java")))
                .isTrue();
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean namesTheServers(Path file) {
        try {
            String source = Files.readString(file);
            return source.contains("BOOTSTRAP_SERVERS_CONFIG") || source.contains("\"bootstrap.servers\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void logIn(String protocol, String user, String password) {
        variables.put(KafkaConnection.PROTOCOL, protocol);
        variables.put(KafkaConnection.USERNAME, user);
        variables.put(KafkaConnection.PASSWORD, password);
    }

    private KafkaConnection made() {
        return KafkaConnection.of("kafka:9092", variables::get);
    }
}
