package dev.signalbox.infrastructure;

import dev.signalbox.contracts.json.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LocalInfrastructure} is told, by arguments or by the environment.
 *
 * @param data folder that all data lies in
 * @param kafkaPort port of Kafka
 * @param postgresPort port of PostgreSQL
 * @param redisPort port of Redis
 * @param only which servers run
 * @param backends the backends whose topics and share groups are created
 * @param recordLock see {@link KafkaNode}
 * @param kafkaSettings further broker settings by Kafka's own names
 * @param readyFile written when all is ready, removed at the end
 */
public record InfrastructureOptions(
        Path data,
        int kafkaPort,
        int postgresPort,
        int redisPort,
        Set<String> only,
        List<String> backends,
        Duration recordLock,
        Map<String, String> kafkaSettings,
        @Nullable Path readyFile) {

    static final String USAGE = """
            Usage: java -jar infrastructure.jar [options]
              --data DIR            folder for all data (SIGNALBOX_DATA; .signalbox/data)
              --kafka-port N        (SIGNALBOX_KAFKA_PORT; 19092)
              --postgres-port N     (SIGNALBOX_POSTGRES_PORT; 15432)
              --redis-port N        (SIGNALBOX_REDIS_PORT; 16379)
              --only LIST           kafka, postgres, redis, comma-separated (all)
              --backends LIST       backends whose topics are created (local,noop)
              --record-lock D       lock of a share group's record (SIGNALBOX_RECORD_LOCK; 30s)
              --kafka-setting K=V   a broker setting; may be repeated
              --ready-file FILE     written when everything is ready
            """;

    private static final Set<String> SERVERS = Set.of("kafka", "postgres", "redis");

    public InfrastructureOptions {
        only = Set.copyOf(only);
        backends = List.copyOf(backends);
        kafkaSettings = Map.copyOf(kafkaSettings);
    }

    /**
     * Reads the arguments; the environment fills in what they leave out.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static InfrastructureOptions parse(List<String> arguments, Map<String, String> environment) {
        Map<String, String> given = new LinkedHashMap<>();
        Map<String, String> kafkaSettings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || i + 1 >= arguments.size()) {
                throw new IllegalArgumentException("cannot make sense of " + name);
            }
            String value = arguments.get(i + 1);
            switch (name) {
                case "--kafka-setting" -> {
                    int equals = value.indexOf('=');
                    if (equals < 1) {
                        throw new IllegalArgumentException("--kafka-setting wants KEY=VALUE");
                    }
                    kafkaSettings.put(value.substring(0, equals), value.substring(equals + 1));
                }
                case "--data",
                        "--kafka-port",
                        "--postgres-port",
                        "--redis-port",
                        "--only",
                        "--backends",
                        "--record-lock",
                        "--ready-file" -> given.put(name, value);
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        String readyFile = given.get("--ready-file");
        return new InfrastructureOptions(
                Path.of(pick(given, "--data", environment, "SIGNALBOX_DATA", ".signalbox/data"))
                        .toAbsolutePath(),
                port(pick(given, "--kafka-port", environment, "SIGNALBOX_KAFKA_PORT", "19092")),
                port(pick(given, "--postgres-port", environment, "SIGNALBOX_POSTGRES_PORT", "15432")),
                port(pick(given, "--redis-port", environment, "SIGNALBOX_REDIS_PORT", "16379")),
                servers(given.getOrDefault("--only", "kafka,postgres,redis")),
                list(given.getOrDefault("--backends", "local,noop")),
                Durations.parse(pick(given, "--record-lock", environment, "SIGNALBOX_RECORD_LOCK", "30s")),
                kafkaSettings,
                readyFile == null ? null : Path.of(readyFile).toAbsolutePath());
    }

    private static String pick(
            Map<String, String> given, String name, Map<String, String> environment, String variable, String fallback) {
        return given.getOrDefault(name, environment.getOrDefault(variable, fallback));
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException(text + " is no port");
        }
        return Integer.parseInt(text);
    }

    private static Set<String> servers(String text) {
        Set<String> servers = new TreeSet<>(list(text));
        if (!SERVERS.containsAll(servers) || servers.isEmpty()) {
            throw new IllegalArgumentException("--only takes kafka, postgres and redis");
        }
        return servers;
    }

    private static List<String> list(String text) {
        return java.util.Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
