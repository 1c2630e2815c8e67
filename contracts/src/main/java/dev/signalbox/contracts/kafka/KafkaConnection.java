package dev.signalbox.contracts.kafka;

import dev.signalbox.contracts.connection.ConnectionVariables;
import dev.signalbox.contracts.connection.PemFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka is reached: what every client, whatever it does, is set up with. Immutable. Certificates and keys are read
 * when it is made; after a change of theirs the process is started again.
 */
public final class KafkaConnection {

    /** {@value}: {@code PLAINTEXT} (default), {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}. */
    public static final String PROTOCOL = "SIGNALBOX_KAFKA_SECURITY_PROTOCOL";

    /** {@value}: {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512} (default). */
    public static final String MECHANISM = "SIGNALBOX_KAFKA_SASL_MECHANISM";

    /** {@value}: who logs in with SASL. */
    public static final String USERNAME = "SIGNALBOX_KAFKA_USERNAME";

    /** {@value}: the password for SASL. */
    public static final String PASSWORD = "SIGNALBOX_KAFKA_PASSWORD";

    /** {@value}: a PEM file with the authorities that are trusted; without it those of the JVM are. */
    public static final String CA = "SIGNALBOX_KAFKA_CA";

    /** {@value}: a PEM file with the client's certificate and those above it, for mutual TLS. */
    public static final String CLIENT_CERTIFICATE = "SIGNALBOX_KAFKA_CLIENT_CERTIFICATE";

    /** {@value}: a PEM file with the key of the client's certificate, in PKCS#8 without a passphrase. */
    public static final String CLIENT_KEY = "SIGNALBOX_KAFKA_CLIENT_KEY";

    /** All of these names. */
    public static final List<String> VARIABLES =
            List.of(PROTOCOL, MECHANISM, USERNAME, PASSWORD, CA, CLIENT_CERTIFICATE, CLIENT_KEY);

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final Map<String, String> LOGIN_MODULES = new TreeMap<>(Map.of(
            "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
            "SCRAM-SHA-256", SCRAM,
            "SCRAM-SHA-512", SCRAM));

    private final String bootstrapServers;
    private final String description;
    private final Map<String, Object> settings;

    private KafkaConnection(String bootstrapServers, String description, Map<String, Object> settings) {
        this.bootstrapServers = bootstrapServers;
        this.description = description;
        this.settings = Map.copyOf(settings);
    }

    /** To a Kafka that asks for nothing. */
    public static KafkaConnection plaintext(String bootstrapServers) {
        return of(bootstrapServers, name -> null);
    }

    /**
     * As the variables of an installation say.
     *
     * @param bootstrapServers where Kafka is
     * @param environment gives the value of a name, null where there is none
     * @throws IllegalArgumentException when the variables do not fit together or name files that do not serve; the
     *     message is one line that says what to do
     */
    public static KafkaConnection of(String bootstrapServers, Function<String, @Nullable String> environment) {
        ConnectionVariables variables = new ConnectionVariables(environment);
        SecurityProtocol protocol = protocol(variables.get(PROTOCOL, "PLAINTEXT"));
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        String description = protocol.name;
        if (protocol != SecurityProtocol.PLAINTEXT) {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol.name);
        }
        if (protocol == SecurityProtocol.SASL_SSL || protocol == SecurityProtocol.SASL_PLAINTEXT) {
            description += ", " + logIn(protocol, variables, settings);
        } else {
            for (String name : List.of(MECHANISM, USERNAME, PASSWORD)) {
                variables.refuse(name, PROTOCOL + "=" + protocol.name + " logs nobody in: set it to SASL_SSL.");
            }
        }
        if (protocol == SecurityProtocol.SASL_SSL || protocol == SecurityProtocol.SSL) {
            encrypt(protocol, variables, settings);
        } else {
            String instead = protocol == SecurityProtocol.PLAINTEXT ? "SSL or SASL_SSL." : "SASL_SSL.";
            for (String name : List.of(CA, CLIENT_CERTIFICATE, CLIENT_KEY)) {
                variables.refuse(name, PROTOCOL + "=" + protocol.name + " encrypts nothing: set it to " + instead);
            }
        }
        return new KafkaConnection(bootstrapServers, description, settings);
    }

    private static SecurityProtocol protocol(String text) {
        for (SecurityProtocol protocol : SecurityProtocol.values()) {
            if (protocol.name.equals(text)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException(
                PROTOCOL + " is " + text + ". Set it to PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.");
    }

    private static String logIn(
            SecurityProtocol protocol, ConnectionVariables variables, Map<String, Object> settings) {
        String mechanism = variables.get(MECHANISM, "SCRAM-SHA-512");
        String module = LOGIN_MODULES.get(mechanism);
        if (module == null) {
            throw new IllegalArgumentException(
                    MECHANISM + " is " + mechanism + ". Set it to one of " + LOGIN_MODULES.keySet() + ".");
        }
        String user = variables.require(USERNAME, PROTOCOL + "=" + protocol.name);
        String password = variables.require(PASSWORD, PROTOCOL + "=" + protocol.name);
        settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                module + " required username=" + quoted(user) + " password=" + quoted(password) + ";");
        return mechanism + " as " + user;
    }

    private static void encrypt(
            SecurityProtocol protocol, ConnectionVariables variables, Map<String, Object> settings) {
        // Kafka's own default, said all the same: nobody shall be trusted by another host's certificate.
        settings.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "https");
        if (variables.has(CA)) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            settings.put(
                    SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                    PemFile.certificates(CA, variables.get(CA, "")).text());
        }
        if (variables.has(CLIENT_CERTIFICATE) || variables.has(CLIENT_KEY)) {
            String certificate = variables.require(CLIENT_CERTIFICATE, "A client's key (" + CLIENT_KEY + ")");
            String key = variables.require(CLIENT_KEY, "A client's certificate (" + CLIENT_CERTIFICATE + ")");
            settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            settings.put(
                    SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                    PemFile.certificates(CLIENT_CERTIFICATE, certificate).text());
            settings.put(
                    SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
                    PemFile.privateKey(CLIENT_KEY, key).text());
        }
    }

    /** As a JAAS configuration quotes. */
    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    /** Where Kafka is. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** What every client is set up with, by Kafka's own names. Holds secrets. */
    public Map<String, Object> settings() {
        return settings;
    }

    /** The settings of one client: these, and its own. */
    public Map<String, Object> with(Map<String, ?> own) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        return all;
    }

    /** Why Kafka did not do something, in one line: the innermost causes say what is wrong with a connection. */
    public static String reason(Throwable failure) {
        StringBuilder line = new StringBuilder();
        String before = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            String told = before;
            boolean wrapsNext = cause.getCause() != null && message.contains(String.valueOf(cause.getCause()));
            if (!wrapsNext && !told.contains(message)) {
                line.append(line.isEmpty() ? "" : ": ").append(message);
                before = message;
            }
        }
        return line.toString();
    }

    /** Where and how; never a password. */
    @Override
    public String toString() {
        return bootstrapServers + " (" + description + ")";
    }
}
