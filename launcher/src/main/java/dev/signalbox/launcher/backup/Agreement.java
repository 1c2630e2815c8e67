package dev.signalbox.launcher.backup;

import dev.signalbox.contracts.Topics;
import dev.signalbox.launcher.backup.Manifest.LogPositions;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.StackException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Puts a log that was kept in agreement with tables that were put back: groups of consumers that keep what they heard in
 * tables hear it again, and what compacted topics say of agents and policies is withdrawn, so that the registry says it
 * anew when it starts. session-service finds out by itself what its tasks lack.
 */
public final class Agreement {

    /** Between the last change that the tables know and the last record that a group had taken in. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final LogAccess log;
    private final Progress progress;
    private final Map<String, Long> rewound = new TreeMap<>();
    private boolean logKept;
    private Set<String> agents = Set.of();
    private Set<String> policies = Set.of();

    Agreement(LogAccess log, Progress progress) {
        this.log = log;
        this.progress = progress;
    }

    /** By what was written down with the tables. */
    Agreement withPositions(LogPositions then) throws StackException {
        logKept = LogAccess.same(then, log.topicIds());
        if (logKept) {
            for (String group : log.groups()) {
                Map<TopicPartition, Long> offsets = new HashMap<>();
                then.groups()
                        .getOrDefault(group, Map.of())
                        .forEach((name, offset) -> offsets.put(partition(name), offset));
                rewind(group, offsets);
            }
            withdraw();
        }
        return this;
    }

    /**
     * By the time of the tables, where they were put back by other means than an archive of ours.
     *
     * @param since from when on everything is heard again; absent for the last change that the tables know
     */
    public static Agreement byTime(Stores stores, @Nullable Instant since, Progress progress) throws StackException {
        try (LogAccess log = LogAccess.of(stores.kafka())) {
            RestoreBackup.refuseWhileServicesRun(log);
            Agreement agreement = new Agreement(log, progress);
            agreement.logKept = true;
            Optional<Instant> last = since == null ? lastChange(stores) : Optional.of(since);
            for (String group : log.groups()) {
                Instant from = last.orElse(Instant.EPOCH).isAfter(Instant.EPOCH.plus(MARGIN))
                        ? last.get().minus(since == null ? MARGIN : Duration.ZERO)
                        : Instant.EPOCH;
                agreement.rewind(group, log.at(group, from));
            }
            agreement.withdraw();
            return agreement;
        }
    }

    private static Optional<Instant> lastChange(Stores stores) throws StackException {
        try (Connection connection = stores.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select greatest((select max(updated_at) from session.tasks),"
                        + " (select max(written_at) from session.outbox))")) {
            return rows.next() && rows.getTimestamp(1) != null
                    ? Optional.of(rows.getTimestamp(1).toInstant())
                    : Optional.empty();
        } catch (SQLException e) {
            throw new StackException("PostgreSQL at " + stores.postgres() + " has no tables of Signalbox: "
                    + e.getMessage() + "\nRestore them first, then come back.");
        }
    }

    private void rewind(String group, Map<TopicPartition, Long> offsets) throws StackException {
        progress.status("  " + group);
        long records = log.rewind(group, offsets);
        if (records > 0) {
            rewound.put(group, records);
        }
        progress.clear();
    }

    private void withdraw() throws StackException {
        agents = log.withdrawAll(Topics.AGENTS);
        policies = log.withdrawAll(Topics.POLICIES);
    }

    private static TopicPartition partition(String name) {
        int dash = name.lastIndexOf('-');
        return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
    }

    /** Whether the log is the one that the tables were taken from. */
    public boolean logKept() {
        return logKept;
    }

    /** How many records each group reads again. */
    public Map<String, Long> rewound() {
        return Map.copyOf(rewound);
    }

    /** Agents that the log knew; those that the tables know as well are announced again by the registry. */
    public Set<String> agents() {
        return Set.copyOf(agents);
    }

    /** Policies that the log knew. */
    public Set<String> policies() {
        return Set.copyOf(policies);
    }
}
