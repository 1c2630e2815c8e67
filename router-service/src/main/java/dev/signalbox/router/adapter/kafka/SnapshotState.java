package dev.signalbox.router.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.router.domain.Announcements;
import dev.signalbox.router.domain.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Builds the snapshot from the records of the compacted topics. Used by one thread. */
final class SnapshotState {

    /** Topics that make up the snapshot. */
    static final List<String> TOPICS =
            List.of(Topics.BACKENDS, Topics.AGENTS, Topics.ROUTE_STATISTICS, Topics.POLICIES, Topics.REPLAYS);

    private final Announcements backends = new Announcements();
    private final Map<String, AgentDeployed> agents = new TreeMap<>();
    private final TreeMap<String, RouteStatistics> statistics = new TreeMap<>();
    private final Map<String, PolicyPublished> policies = new TreeMap<>();
    private final Map<String, ReplayReport> replays;

    /**
     * Begins with nothing.
     *
     * @param replays is given the replays, which no decision uses
     */
    SnapshotState(Map<String, ReplayReport> replays) {
        this.replays = replays;
    }

    /**
     * Takes one record: the newest of its key; without a value the key goes.
     *
     * @throws UnreadableRecordException when it cannot be read, or lacks what routing needs
     */
    void apply(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (record.key() == null || record.key().isBlank()) {
            throw new UnreadableRecordException("the record has no key");
        }
        switch (record.topic()) {
            case Topics.BACKENDS -> announced(record);
            case Topics.AGENTS -> put(agents, record, RecordType.AGENT_DEPLOYED, AgentDeployed.class);
            case Topics.ROUTE_STATISTICS -> put(statistics, record, RecordType.ROUTE_STATISTICS, RouteStatistics.class);
            case Topics.POLICIES -> put(policies, record, RecordType.POLICY_PUBLISHED, PolicyPublished.class);
            case Topics.REPLAYS -> put(replays, record, RecordType.REPLAY_REPORT, ReplayReport.class);
            default -> throw new UnreadableRecordException("unexpected topic " + record.topic());
        }
    }

    /** Time has passed; whether that makes another snapshot. */
    boolean settle(Instant now) {
        return backends.settle(now);
    }

    Snapshot snapshot() {
        return new Snapshot(backends.current(), agents, statistics, policies);
    }

    private void announced(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (record.value() == null) {
            backends.withdraw(record.key());
        } else {
            backends.take(read(record, RecordType.BACKEND_ANNOUNCED, BackendAnnounced.class));
        }
    }

    private static <T> void put(
            Map<String, T> map, ConsumerRecord<String, byte[]> record, RecordType type, Class<T> body)
            throws UnreadableRecordException {
        if (record.value() == null) {
            map.remove(record.key());
        } else {
            map.put(record.key(), read(record, type, body));
        }
    }

    private static <T> T read(ConsumerRecord<String, byte[]> record, RecordType type, Class<T> body)
            throws UnreadableRecordException {
        Envelope envelope = RecordCodec.decode(record, type);
        if (envelope.type() != type) {
            throw new UnreadableRecordException("a " + envelope.type().ceType() + " does not belong here");
        }
        T value = envelope.as(body);
        check(record.key(), value);
        return value;
    }

    private static void check(String key, Object value) throws UnreadableRecordException {
        switch (value) {
            case BackendAnnounced backend -> {
                same(key, "backend", backend.backend());
                present("isolation", backend.isolation());
                present("longestDuration", backend.longestDuration());
                present("startUp", backend.startUp());
                present("announcedAt", backend.announcedAt());
            }
            case AgentDeployed agent -> same(key, "agentId", agent.agentId());
            case RouteStatistics one -> {
                same(key, "routeClass", one.routeClass());
                present("meanDuration", one.meanDuration());
                present("updatedAt", one.updatedAt());
            }
            case PolicyPublished policy -> {
                same(key, "name", policy.name());
                present("state", policy.state());
                present("parameters", policy.parameters());
            }
            case ReplayReport replay -> {
                same(key, "replayId", replay.replayId());
                present("state", replay.state());
                present("query", replay.query());
                present("requestedAt", replay.requestedAt());
                present("updatedAt", replay.updatedAt());
            }
            default -> throw new UnreadableRecordException("unexpected " + value.getClass());
        }
    }

    private static void same(String key, String field, @Nullable Object value) throws UnreadableRecordException {
        if (value == null || !key.equals(value.toString())) {
            throw new UnreadableRecordException(field + " is not the record's key");
        }
    }

    /** Absent in JSON arrives as null, whatever the record's type says. */
    private static void present(String field, @Nullable Object value) throws UnreadableRecordException {
        if (value == null) {
            throw new UnreadableRecordException(field + " is missing");
        }
    }
}
