package dev.signalbox.infrastructure.testing;

import dev.signalbox.infrastructure.KafkaNode;
import dev.signalbox.infrastructure.PostgresNode;
import dev.signalbox.infrastructure.RedisNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers that speak TLS and ask for a password, without any topic. Embedded ones everywhere: they need no image, and
 * their ports are known before they start. Give it to one class alone, as it takes the servers away at the end.
 */
public final class SecureServers implements QuarkusTestResourceLifecycleManager {

    /** Who logs in everywhere. */
    public static final String USER = "signalbox";

    /** Of that user; such a one as breaks what does not quote. */
    public static final String PASSWORD = "p\"a\\ss ${word}";

    /** The same for PostgreSQL and Redis, whose settings are expressions and addresses. */
    public static final String PLAIN_PASSWORD = "only-letters";

    private @Nullable KafkaNode kafka;
    private @Nullable PostgresNode postgres;
    private @Nullable RedisNode redis;

    @Override
    public Map<String, String> start() {
        try {
            Path base = Path.of(System.getProperty("java.io.tmpdir"));
            String user = System.getProperty("user.name").replaceAll("\\W", "_");
            Path data = base.resolve(EmbeddedServers.PREFIX + "secure-" + user + "-"
                    + ProcessHandle.current().pid());
            Certificates server = Certificates.make(data.resolve("certificates"), "server");
            int tlsPort = FreePorts.next();
            RedisNode startingRedis = redis(data, server, tlsPort);
            redis = startingRedis;
            startingRedis.start();
            int postgresPort = FreePorts.next();
            PostgresNode startingPostgres = new PostgresNode(
                    data.resolve("postgres"),
                    base.resolve("signalbox-postgres-" + user),
                    postgresPort,
                    Map.of(
                            "ssl", "on",
                            "ssl_cert_file", server.certificate().toString(),
                            "ssl_key_file", server.key().toString()));
            postgres = startingPostgres;
            startingPostgres.start();
            onlyByTls(data.resolve("postgres"), postgresPort);
            KafkaNode startingKafka = new KafkaNode(
                    data.resolve("kafka"), FreePorts.next(), SignalboxServers.RECORD_LOCK, saslSsl(server));
            kafka = startingKafka;
            startingKafka.start();
            Map<String, String> configuration = new LinkedHashMap<>(kafkaVariables("PLAIN", PASSWORD, server));
            configuration.put("kafka.bootstrap.servers", startingKafka.address());
            configuration.put("SIGNALBOX_KAFKA", startingKafka.address());
            configuration.put("SIGNALBOX_CREATE_TOPICS", "true");
            configuration.put("SIGNALBOX_POSTGRES", startingPostgres.address());
            configuration.put("SIGNALBOX_POSTGRES_USER", USER);
            configuration.put("SIGNALBOX_POSTGRES_PASSWORD", PLAIN_PASSWORD);
            configuration.put("SIGNALBOX_POSTGRES_CA", server.certificate().toString());
            configuration.put("SIGNALBOX_REDIS", "rediss://localhost:" + tlsPort);
            configuration.put("SIGNALBOX_REDIS_PASSWORD", PLAIN_PASSWORD);
            configuration.put("SIGNALBOX_REDIS_CA", server.certificate().toString());
            return configuration;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the secure servers do not start", e);
        }
    }

    /** After {@link SignalboxServers}, which classes of the same module may ask for: the addresses of the last one count. */
    @Override
    public int order() {
        return 1;
    }

    /** What a client needs for a Kafka with {@link #saslSsl}. */
    public static Map<String, String> kafkaVariables(String mechanism, String password, Certificates server) {
        return Map.of(
                "SIGNALBOX_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "SIGNALBOX_KAFKA_SASL_MECHANISM", mechanism,
                "SIGNALBOX_KAFKA_USERNAME", USER,
                "SIGNALBOX_KAFKA_PASSWORD", password,
                "SIGNALBOX_KAFKA_CA", server.certificate().toString());
    }

    /** Settings of a broker that takes nothing but SASL in TLS: PLAIN, and SCRAM once it has users. */
    public static Map<String, String> saslSsl(Certificates server) throws IOException {
        Map<String, String> settings = new HashMap<>(ssl(server, "none"));
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put(
                "listener.name.clients.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"b\""
                        + " user_broker=\"b\" user_" + USER + "=\"p\\\"a\\\\ss ${word}\";");
        settings.put(
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        return settings;
    }

    /** Settings of a broker with this certificate; clients whose certificates it asks for must show the same one. */
    public static Map<String, String> ssl(Certificates server, String clientAuthentication) throws IOException {
        String certificate = Files.readString(server.certificate());
        Map<String, String> settings = new HashMap<>();
        settings.put("listener.security.protocol.map", "CLIENTS:SSL,CONTROLLER:PLAINTEXT");
        settings.put("ssl.client.auth", clientAuthentication);
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.certificate.chain", certificate);
        settings.put("ssl.keystore.key", Files.readString(server.key()));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", certificate);
        return settings;
    }

    /** The plain port is for its start only; without the password it says nothing there. */
    private static RedisNode redis(Path data, Certificates server, int tlsPort) throws IOException {
        return new RedisNode(
                data.resolve("redis"),
                data.resolve("bin-redis"),
                FreePorts.next(),
                List.of(
                        "--tls-port",
                        Integer.toString(tlsPort),
                        "--tls-cert-file",
                        server.certificate().toString(),
                        "--tls-key-file",
                        server.key().toString(),
                        "--tls-ca-cert-file",
                        server.certificate().toString(),
                        "--tls-auth-clients",
                        "no",
                        "--requirepass",
                        PLAIN_PASSWORD));
    }

    /** Nobody comes in without TLS and a password but the superuser, who set it up. */
    private static void onlyByTls(Path data, int port) throws IOException, SQLException {
        Files.writeString(data.resolve("pg_hba.conf"), """
                host    all  postgres  127.0.0.1/32  trust
                hostssl all  all       127.0.0.1/32  scram-sha-256
                """, StandardOpenOption.TRUNCATE_EXISTING);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + USER + " PASSWORD '" + PLAIN_PASSWORD + "'");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @Override
    public void stop() {
        KafkaNode stoppingKafka = kafka;
        if (stoppingKafka != null) {
            stoppingKafka.stop();
        }
        PostgresNode stoppingPostgres = postgres;
        if (stoppingPostgres != null) {
            stoppingPostgres.stop();
        }
        RedisNode stoppingRedis = redis;
        if (stoppingRedis != null) {
            stoppingRedis.stop();
        }
    }
}
