package dev.signalbox.launcher.backup;

import dev.signalbox.launcher.backup.Manifest.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What PostgreSQL says of the tables of the two schemas: whatever there is, no list of ours. */
final class Catalogue {

    /** The schemas of the services that have tables, with the folder of their migrations. */
    static final Map<String, String> SCHEMAS =
            new TreeMap<>(Map.of("session", "db/session", "registry", "db/registry"));

    static final String HISTORY = "flyway_schema_history";

    private static final String COLUMNS = """
            select c.relname, a.attname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            where n.nspname = ? and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                and c.relname <> '%s'
            order by c.relname, a.attnum""".formatted(HISTORY);
    private static final String REFERENCES = """
            select c.relname, r.relname
            from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class r on r.oid = f.confrelid
                join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and f.contype = 'f' and c.oid <> r.oid""";
    private static final String SEQUENCES = """
            select schemaname || '.' || sequencename, coalesce(last_value + increment_by, start_value)
            from pg_sequences where schemaname = ? order by sequencename""";

    private final Connection connection;

    Catalogue(Connection connection) {
        this.connection = connection;
    }

    /** Every table, those that others refer to first; without rows and checksums. */
    List<Table> tables() throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String schema : SCHEMAS.keySet()) {
            Map<String, List<String>> columns = new LinkedHashMap<>();
            pairs(COLUMNS, schema)
                    .forEach(pair -> columns.computeIfAbsent(pair[0], ignored -> new ArrayList<>())
                            .add(pair[1]));
            Map<String, Set<String>> references = new LinkedHashMap<>();
            pairs(REFERENCES, schema)
                    .forEach(pair -> references
                            .computeIfAbsent(pair[0], ignored -> new HashSet<>())
                            .add(pair[1]));
            Set<String> placed = new HashSet<>();
            while (placed.size() < columns.size()) {
                List<String> next = columns.keySet().stream()
                        .filter(table -> !placed.contains(table))
                        .filter(table -> placed.containsAll(references.getOrDefault(table, Set.of())))
                        .toList();
                if (next.isEmpty()) {
                    throw new IllegalStateException("tables of " + schema + " refer to each other in a circle");
                }
                next.forEach(table ->
                        tables.add(new Table(schema, table, columns.getOrDefault(table, List.of()), 0, 0, "")));
                placed.addAll(next);
            }
        }
        return tables;
    }

    /** Next value of each sequence. */
    Map<String, Long> sequences() throws SQLException {
        Map<String, Long> next = new TreeMap<>();
        for (String schema : SCHEMAS.keySet()) {
            pairs(SEQUENCES, schema).forEach(pair -> next.put(pair[0], Long.parseLong(pair[1])));
        }
        return next;
    }

    /** Newest migration of each schema; a schema that is not there is missing. */
    Map<String, String> versions() throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        for (String schema : SCHEMAS.keySet()) {
            String history = Manifest.quoted(schema) + "." + HISTORY;
            if (pairs("select to_regclass(?)::text, ''", history).getFirst()[0] == null) {
                continue;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select version from " + history
                            + " where success and version is not null order by installed_rank desc limit 1")) {
                if (rows.next()) {
                    versions.put(schema, rows.getString(1));
                }
            }
        }
        return versions;
    }

    long rows(Table table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table.qualified())) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<String[]> pairs(String sql, String parameter) throws SQLException {
        List<String[]> pairs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pairs.add(new String[] {rows.getString(1), rows.getString(2)});
                }
            }
        }
        return pairs;
    }
}
