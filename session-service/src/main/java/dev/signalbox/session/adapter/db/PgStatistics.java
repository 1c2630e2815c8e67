package dev.signalbox.session.adapter.db;

import dev.signalbox.session.app.StatisticsStore;
import dev.signalbox.session.domain.DecayedStatistics;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Statistics in PostgreSQL. While they are published no transaction is open and no row is locked, or batches would wait
 * for Kafka; an advisory lock keeps instances from overtaking each other with older states.
 */
@ApplicationScoped
class PgStatistics implements StatisticsStore {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Of the advisory lock; nothing else of Signalbox takes one. */
    private static final long LOCK = 0x516E_0003L;

    private static final String TRY_LOCK = "select pg_try_advisory_lock($1)";
    private static final String UNLOCK = "select pg_advisory_unlock($1)";
    private static final String CHANGED = """
            select route_class, successes, failures, verified, observations, run_seconds, start_up_seconds, cost,
                expected_cost, recent_successes, recent_failures, updated_at, version
            from session.route_statistics where version > published order by updated_at limit $1""";
    private static final String PUBLISHED = """
            update session.route_statistics s set published = u.version
            from unnest($1::text[], $2::bigint[]) as u(route_class, version) where s.route_class = u.route_class""";

    private final Pool pool;

    PgStatistics(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void publishChanged(int most, Consumer<List<Row>> publisher) {
        SqlConnection connection = await(pool.getConnection());
        try {
            if (!await(connection.preparedQuery(TRY_LOCK).execute(Tuple.of(LOCK)))
                    .iterator()
                    .next()
                    .getBoolean(0)) {
                return;
            }
            try {
                publish(connection, most, publisher);
            } finally {
                await(connection.preparedQuery(UNLOCK).execute(Tuple.of(LOCK)));
            }
        } finally {
            await(connection.close());
        }
    }

    private static void publish(SqlConnection connection, int most, Consumer<List<Row>> publisher) {
        List<Row> rows = rows(await(connection.preparedQuery(CHANGED).execute(Tuple.of(most))));
        if (rows.isEmpty()) {
            return;
        }
        publisher.accept(rows);
        await(connection
                .preparedQuery(PUBLISHED)
                .execute(Tuple.of(
                        rows.stream().map(Row::routeClass).toArray(String[]::new),
                        rows.stream().map(Row::version).toArray(Long[]::new))));
    }

    private static List<Row> rows(RowSet<io.vertx.mutiny.sqlclient.Row> found) {
        List<Row> rows = new ArrayList<>();
        for (io.vertx.mutiny.sqlclient.Row row : found) {
            rows.add(new Row(
                    row.getString(0),
                    new DecayedStatistics(
                            row.getDouble(1),
                            row.getDouble(2),
                            row.getDouble(3),
                            row.getLong(4),
                            row.getDouble(5),
                            row.getDouble(6),
                            row.getDouble(7),
                            row.getDouble(8),
                            row.getDouble(9),
                            row.getDouble(10),
                            row.getOffsetDateTime(11).toInstant()),
                    row.getLong(12)));
        }
        return rows;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
