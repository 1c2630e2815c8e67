package dev.signalbox.contracts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Names and settings of the Kafka topics. Everything about a task is keyed by its identifier. */
public final class Topics {

    public static final String TASK_REQUESTS = "task-requests";
    public static final String TASK_ROUTES = "task-routes";
    public static final String TASK_COMMANDS = "task-commands";
    public static final String EXECUTION_CONTROL = "execution-control";
    public static final String EXECUTION_PROGRESS = "execution-progress";
    public static final String EXECUTION_RESULTS = "execution-results";
    public static final String TASK_EVENTS = "task-events";
    public static final String SESSION_EVENTS = "session-events";
    public static final String AGENTS = "agents";
    public static final String BACKENDS = "backends";
    public static final String ROUTE_STATISTICS = "route-statistics";
    public static final String POLICIES = "policies";
    public static final String REPLAYS = "replays";

    /** What executors tell each other of their sandboxes. */
    public static final String SANDBOXES = "sandboxes";

    /** What sessions want kept ready for their agents. */
    public static final String SESSION_SANDBOXES = "session-sandboxes";

    /** What held sandboxes use. */
    public static final String SESSION_USAGE = "session-usage";

    /** How agents go from draft to deployed. */
    public static final String AGENT_EVENTS = "agent-events";

    /** Who did what, on its way into the audit trail, and how far the trail was. */
    public static final String AUDIT_EVENTS = "audit-events";

    /** What a dead-letter topic's name ends with. */
    public static final String DEAD_LETTER_SUFFIX = "-dlq";

    /** Largest record on any topic, in bytes. */
    public static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

    /** Task-keyed topics have equally many partitions, so that a task has the same partition number in all of them. */
    public static final int TASK_PARTITIONS = 4;

    private static final Map<String, String> KEPT_A_WEEK =
            Map.of("retention.ms", Long.toString(7L * 24 * 3600 * 1000), "max.message.bytes", "" + MAX_RECORD_BYTES);
    private static final Map<String, String> KEPT_A_MONTH =
            Map.of("retention.ms", Long.toString(30L * 24 * 3600 * 1000));

    /**
     * Clients of any kind write there, with any codec of theirs: the broker makes it the one that every service can read,
     * native images without JNI included. Costs nothing where the writer chose it, as ours do.
     */
    private static final Map<String, String> WRITTEN_BY_CLIENTS = Map.of(
            "retention.ms",
            Long.toString(7L * 24 * 3600 * 1000),
            "max.message.bytes",
            "" + MAX_RECORD_BYTES,
            "compression.type",
            "lz4");

    private static final Map<String, String> KEPT_A_DAY =
            Map.of("retention.ms", Long.toString(24L * 3600 * 1000), "max.message.bytes", "" + MAX_RECORD_BYTES);
    private static final Map<String, String> KEPT_AN_HOUR = Map.of("retention.ms", Long.toString(3600L * 1000));
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    private static final String EXECUTIONS = "executions-";

    /** Those that there are whatever the backends; read late, because {@link #all} needs what stands above. */
    private static final class Fixed {
        private static final Set<String> NAMES = all(List.of()).stream()
                .map(TopicSpec::name)
                .filter(name -> !name.endsWith(DEAD_LETTER_SUFFIX))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Topics() {}

    /**
     * A topic as it should be created.
     *
     * @param settings topic configuration by Kafka's own names
     */
    public record TopicSpec(String name, int partitions, Map<String, String> settings) {}

    /** The topic from which executors of the backend take their work. */
    public static String executions(String backend) {
        return EXECUTIONS + backend;
    }

    /** The share group in which executors of the backend take their work. */
    public static String executors(String backend) {
        return "executors-" + backend;
    }

    /** Where a record of the topic goes when nobody could handle it. */
    public static String deadLetters(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }

    /** Whose dead letters a topic holds; absent when that is no topic of Signalbox. */
    public static Optional<String> ofDeadLetters(String topic) {
        if (!topic.endsWith(DEAD_LETTER_SUFFIX)) {
            return Optional.empty();
        }
        String source = topic.substring(0, topic.length() - DEAD_LETTER_SUFFIX.length());
        boolean backend = source.startsWith(EXECUTIONS) && source.length() > EXECUTIONS.length();
        return backend || Fixed.NAMES.contains(source) ? Optional.of(source) : Optional.empty();
    }

    /** All topics for the given backends, each with its dead-letter topic. */
    public static List<TopicSpec> all(List<String> backends) {
        List<TopicSpec> topics = new java.util.ArrayList<>(List.of(
                new TopicSpec(TASK_REQUESTS, TASK_PARTITIONS, WRITTEN_BY_CLIENTS),
                new TopicSpec(TASK_ROUTES, TASK_PARTITIONS, KEPT_A_WEEK),
                new TopicSpec(TASK_COMMANDS, TASK_PARTITIONS, WRITTEN_BY_CLIENTS),
                new TopicSpec(EXECUTION_PROGRESS, TASK_PARTITIONS, KEPT_A_DAY),
                new TopicSpec(EXECUTION_RESULTS, TASK_PARTITIONS, KEPT_A_WEEK),
                new TopicSpec(TASK_EVENTS, TASK_PARTITIONS, KEPT_A_WEEK),
                new TopicSpec(SESSION_EVENTS, TASK_PARTITIONS, KEPT_A_WEEK),
                new TopicSpec(SESSION_USAGE, TASK_PARTITIONS, KEPT_AN_HOUR),
                new TopicSpec(AGENT_EVENTS, 1, KEPT_A_WEEK),
                // One partition: what was asked stands in the trail before what came of it.
                new TopicSpec(AUDIT_EVENTS, 1, KEPT_A_MONTH),
                new TopicSpec(SESSION_SANDBOXES, 1, COMPACTED),
                new TopicSpec(EXECUTION_CONTROL, 1, KEPT_AN_HOUR),
                new TopicSpec(AGENTS, 1, COMPACTED),
                new TopicSpec(BACKENDS, 1, COMPACTED),
                new TopicSpec(ROUTE_STATISTICS, 1, COMPACTED),
                new TopicSpec(POLICIES, 1, COMPACTED),
                new TopicSpec(REPLAYS, 1, COMPACTED),
                new TopicSpec(SANDBOXES, 1, COMPACTED)));
        for (String backend : backends) {
            topics.add(new TopicSpec(executions(backend), TASK_PARTITIONS, KEPT_A_WEEK));
        }
        for (TopicSpec topic : List.copyOf(topics)) {
            topics.add(new TopicSpec(deadLetters(topic.name()), 1, KEPT_A_WEEK));
        }
        return List.copyOf(topics);
    }
}
