package dev.signalbox.session.app;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.route.RouteStatistics;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes the statistics that changed since the last time. A class that thousands of attempts a second add to is
 * published once for each call. The topic is compacted and holds states, not steps: published twice is as good as once,
 * so this needs no outbox.
 */
public final class PublishStatistics {

    private static final int MOST = 500;

    private final StatisticsStore store;
    private final Log log;
    private final RecordCodec codec;
    private final Clock clock;
    private final Consumer<RouteStatistics> observer;

    public PublishStatistics(
            StatisticsStore store, Log log, RecordCodec codec, Clock clock, Consumer<RouteStatistics> observer) {
        this.store = store;
        this.log = log;
        this.codec = codec;
        this.clock = clock;
        this.observer = observer;
    }

    /** Publishes what changed; returns when Kafka has acknowledged it. */
    public synchronized void sweep() {
        store.publishChanged(MOST, this::publish);
    }

    private void publish(List<StatisticsStore.Row> rows) {
        Instant now = clock.instant();
        List<RouteStatistics> changed = new ArrayList<>(rows.size());
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(rows.size());
        for (StatisticsStore.Row row : rows) {
            RouteStatistics statistics = row.statistics().published(row.routeClass(), row.version());
            changed.add(statistics);
            String id = row.routeClass() + ":statistics:" + row.version();
            records.add(codec.encode(Topics.ROUTE_STATISTICS, row.routeClass(), id, statistics, now, null));
        }
        log.publish(records);
        changed.forEach(observer);
    }
}
