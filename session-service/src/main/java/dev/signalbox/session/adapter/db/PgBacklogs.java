package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.session.app.Backlog;
import dev.signalbox.session.app.Backlog.Backlogs;
import dev.signalbox.session.app.Backlog.Budgets;
import dev.signalbox.session.app.Backlog.OfBackend;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The backlog in PostgreSQL: one statement over the index of what lives. */
@ApplicationScoped
class PgBacklogs implements Backlogs {

    private static final String KNOWN = "select name from session.backends";
    private static final String REMEMBER =
            "insert into session.backends (name) select unnest($1::text[]) on conflict do nothing";
    private static final String LIVING = """
            select status, backend, count(*), min(updated_at) from session.tasks
            where ended_at is null group by status, backend""";
    private static final String BUDGETS = """
            select max(used), count(*) filter (where used < 0.5), count(*) filter (where used >= 0.5 and used < 0.8),
                count(*) filter (where used >= 0.8 and used < 0.95), count(*) filter (where used >= 0.95 and used < 1),
                count(*) filter (where used >= 1), sum(cap), sum(spent), sum(reserved)
            from (select cap, spent, reserved, (spent + reserved) / cap as used
                from session.accounts where not closed and cap > 0) as open""";
    private static final int[] SHARES = {0, 50, 80, 95, 100};

    private final Pool pool;
    private final Clock clock;

    PgBacklogs(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Set<String> known() {
        Set<String> known = new HashSet<>();
        PgDocuments.await(pool.preparedQuery(KNOWN).execute()).forEach(row -> known.add(row.getString(0)));
        return known;
    }

    @Override
    public void remember(Set<String> backends) {
        PgDocuments.await(
                pool.preparedQuery(REMEMBER).execute(Tuple.tuple().addArrayOfString(backends.toArray(String[]::new))));
    }

    @Override
    public Backlog now() {
        Instant now = clock.instant();
        Map<String, OfBackend> backends = new HashMap<>();
        Map<TaskStatus, Long> tasks = new EnumMap<>(TaskStatus.class);
        for (Row row : PgDocuments.await(pool.preparedQuery(LIVING).execute())) {
            TaskStatus status = TaskStatus.valueOf(row.getString(0).toUpperCase(Locale.ROOT));
            long count = row.getLong(2);
            tasks.merge(status, count, Long::sum);
            OfBackend asked = asked(status, count, row, now);
            if (row.getString(1) != null && asked != null) {
                backends.merge(
                        row.getString(1),
                        asked,
                        (a, b) -> new OfBackend(
                                a.waiting() + b.waiting(),
                                a.running() + b.running(),
                                a.oldest().plus(b.oldest())));
            }
        }
        return new Backlog(backends, tasks);
    }

    /** A task that was asked to stop keeps its worker until that has answered. */
    private static @Nullable OfBackend asked(TaskStatus status, long count, Row row, Instant now) {
        return switch (status) {
            case DISPATCHED -> {
                Duration oldest = Duration.between(row.getOffsetDateTime(3).toInstant(), now);
                yield new OfBackend(count, 0, oldest.isNegative() ? Duration.ZERO : oldest);
            }
            case RUNNING, CANCELLING -> new OfBackend(0, count, Duration.ZERO);
            case QUEUED, AWAITING_APPROVAL, RETRYING, SUCCEEDED, FAILED, CANCELLED -> null;
        };
    }

    @Override
    public Budgets budgets() {
        for (Row row : PgDocuments.await(pool.preparedQuery(BUDGETS).execute())) {
            Map<Integer, Long> accounts = new HashMap<>();
            for (int i = 0; i < SHARES.length; i++) {
                accounts.put(SHARES[i], row.getLong(i + 1));
            }
            return new Budgets(
                    number(row, 0), accounts, number(row, SHARES.length + 1), number(row, 7), number(row, 8));
        }
        throw new IllegalStateException("a sum has one row");
    }

    private static double number(Row row, int column) {
        BigDecimal number = row.getBigDecimal(column);
        return number == null ? 0 : number.doubleValue();
    }
}
