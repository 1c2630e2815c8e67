package dev.signalbox.launcher.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in an archive.
 *
 * @param format of the archive; another number is another way of reading it
 * @param product version of the command that wrote it
 * @param takenAt when the snapshot was taken, by PostgreSQL's clock
 * @param postgresVersion version of the server
 * @param schemas newest migration of each schema
 * @param tables every table, in an order in which they can be loaded
 * @param sequences next value of each
 * @param log where the log stood a moment before the snapshot
 */
public record Manifest(
        int format,
        String product,
        Instant takenAt,
        String postgresVersion,
        Map<String, String> schemas,
        List<Table> tables,
        Map<String, Long> sequences,
        LogPositions log) {

    static final int FORMAT = 1;
    static final String ENTRY = "manifest.json";

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public Manifest {
        schemas = schemas == null ? Map.of() : new TreeMap<>(schemas);
        tables = tables == null ? List.of() : List.copyOf(tables);
        sequences = sequences == null ? Map.of() : new TreeMap<>(sequences);
        log = log == null ? new LogPositions(Map.of(), Map.of(), List.of()) : log;
    }

    /**
     * A table.
     *
     * @param columns that are kept; generated ones are not
     * @param sha256 of its entry
     */
    public record Table(String schema, String name, List<String> columns, long rows, long bytes, String sha256) {

        String qualified() {
            return quoted(schema) + "." + quoted(name);
        }

        String entry() {
            return "tables/" + schema + "." + name + ".copy";
        }

        String columnList() {
            return String.join(", ", columns.stream().map(Manifest::quoted).toList());
        }
    }

    /**
     * Where the log stood.
     *
     * @param topicIds Kafka's own ids: they differ when a topic was made anew
     * @param groups committed offset of each partition ({@code topic-number}) by consumer group
     * @param ends of each partition, with the time of the last record
     */
    public record LogPositions(Map<String, String> topicIds, Map<String, Map<String, Long>> groups, List<End> ends) {

        @SuppressWarnings("NullAway") // absent in JSON arrives as null
        public LogPositions {
            topicIds = topicIds == null ? Map.of() : new TreeMap<>(topicIds);
            groups = groups == null ? Map.of() : new TreeMap<>(groups);
            ends = ends == null ? List.of() : List.copyOf(ends);
        }
    }

    /**
     * The end of a partition.
     *
     * @param newest time of the newest record, in milliseconds since 1970; -1 where there is none
     */
    public record End(String topic, int partition, long offset, long newest) {}

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
