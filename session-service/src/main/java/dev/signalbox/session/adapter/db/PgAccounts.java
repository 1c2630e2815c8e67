package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.Activity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. */
@ApplicationScoped
class PgAccounts implements Accounts {

    private static final String COLUMNS = "tenant, session_id, cap, spent, reserved, overrun, closed ";
    /** One tenant's accounts of a kind are opened one after the other, so that none passes the limit. */
    private static final String GATE = "select pg_advisory_xact_lock(hashtext('accounts ' || $2), hashtext($1))";

    private static final String OPEN = """
            insert into session.accounts (tenant, session_id, kind, cap, opened_at)
            select $1, $2, $3, $4, $5
            where (select count(*) from session.accounts where tenant = $1 and kind = $3 and not closed) < $6
                or exists (select from session.accounts where tenant = $1 and session_id = $2)
            on conflict (tenant, session_id) do update set kind = excluded.kind
            returning 1""";
    private static final String CLOSE =
            "update session.accounts set closed = true where tenant = $1 and session_id = $2 and not closed";
    private static final String FIND = "select " + COLUMNS + """
             from session.accounts where (tenant, session_id) in (select * from unnest($1::text[], $2::text[]))""";
    private static final String LOCK =
            "select " + COLUMNS + " from session.accounts where tenant = $1 and session_id = $2 for update";
    private static final String CHARGED =
            "select amount from session.charges where tenant = $1 and session_id = $2 and source = $3";
    private static final String KEEP_CHARGE = """
            insert into session.charges (tenant, session_id, source, amount) values ($1, $2, $3, $4)
            on conflict (tenant, session_id, source) do update set amount = excluded.amount""";
    private static final String CHARGE =
            "update session.accounts set spent = $3, overrun = $4 where tenant = $1 and session_id = $2";
    private static final String ACTIVITY = """
            select agent_id, count(*) filter (where settled is null), max(changed_at)
            from session.reservations where tenant = $1 and session_id = $2 group by agent_id""";
    private static final String RUNNING = """
            select distinct task_id from session.reservations
            where tenant = $1 and session_id = $2 and settled is null""";
    private static final String RUNNING_OUT = "select " + COLUMNS + """
             from session.accounts where not closed and not warned and cap > 0 and spent >= cap * $1 limit 200""";
    private static final String WARNED =
            "update session.accounts set warned = true where tenant = $1 and session_id = $2";
    private static final String OPENED_BEFORE = """
            select tenant, session_id from session.accounts
            where kind = 'session' and not closed and opened_at < $1 limit 1000""";

    private final Pool pool;

    PgAccounts(Pool pool) {
        this.pool = pool;
    }

    @Override
    public boolean open(Account.Key key, Kind kind, @Nullable Money cap, int most, Instant now) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        Tuple parameters = key(key).addString(name)
                .addValue(cap == null ? null : Numeric.create(cap.usd()))
                .addOffsetDateTime(PgDocuments.time(now))
                .addLong((long) most);
        return PgDocuments.await(pool.withTransaction(connection -> connection
                                .preparedQuery(GATE)
                                .execute(Tuple.of(key.tenant().value(), name))
                                .chain(() -> connection.preparedQuery(OPEN).execute(parameters))))
                        .rowCount()
                > 0;
    }

    @Override
    public void close(Account.Key key) {
        PgDocuments.await(pool.preparedQuery(CLOSE).execute(key(key)));
    }

    @Override
    public Map<Account.Key, Account> find(Collection<Account.Key> keys) {
        Map<Account.Key, Account> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(keys.stream().map(key -> key.tenant().value()).toArray(String[]::new))
                .addArrayOfString(
                        keys.stream().map(key -> key.session().value()).toArray(String[]::new));
        for (Row row : PgDocuments.await(pool.preparedQuery(FIND).execute(parameters))) {
            Account account = SessionRows.account(row);
            found.put(account.key(), account);
        }
        return found;
    }

    @Override
    public Optional<Account> charge(Account.Key key, String source, Money total) {
        return PgDocuments.await(pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(key(key))
                .chain(rows -> first(rows)
                        .map(account ->
                                charge(connection, account, source, total).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))));
    }

    private static Uni<Account> charge(SqlConnection connection, Account account, String source, Money total) {
        return connection
                .preparedQuery(CHARGED)
                .execute(key(account.key()).addString(source))
                .chain(rows -> {
                    BigDecimal before = BigDecimal.ZERO;
                    for (Row row : rows) {
                        before = row.getBigDecimal(0);
                    }
                    Money added = total.minus(new Money(before));
                    if (!added.exceeds(Money.ZERO)) {
                        return Uni.createFrom().item(account);
                    }
                    Account after = account.charge(added);
                    return connection
                            .preparedQuery(KEEP_CHARGE)
                            .execute(key(account.key()).addString(source).addValue(Numeric.create(total.usd())))
                            .chain(() -> connection
                                    .preparedQuery(CHARGE)
                                    .execute(key(account.key())
                                            .addValue(
                                                    Numeric.create(after.spent().usd()))
                                            .addValue(Numeric.create(
                                                    after.overrun().usd()))))
                            .replaceWith(after);
                });
    }

    @Override
    public Activity activity(Account.Key key) {
        Map<String, Activity.OfAgent> agents = new HashMap<>();
        for (Row row : PgDocuments.await(pool.preparedQuery(ACTIVITY).execute(key(key)))) {
            agents.put(
                    row.getString(0),
                    new Activity.OfAgent(
                            row.getInteger(1), row.getOffsetDateTime(2).toInstant()));
        }
        return new Activity(agents);
    }

    @Override
    public List<TaskId> running(Account.Key key) {
        List<TaskId> running = new ArrayList<>();
        PgDocuments.await(pool.preparedQuery(RUNNING).execute(key(key)))
                .forEach(row -> running.add(new TaskId(row.getString(0))));
        return running;
    }

    @Override
    public List<Account> runningOut(double share) {
        List<Account> found = new ArrayList<>();
        PgDocuments.await(pool.preparedQuery(RUNNING_OUT).execute(Tuple.of(Numeric.create(BigDecimal.valueOf(share)))))
                .forEach(row -> found.add(SessionRows.account(row)));
        return found;
    }

    @Override
    public void warned(Account.Key key) {
        PgDocuments.await(pool.preparedQuery(WARNED).execute(key(key)));
    }

    @Override
    public List<Account.Key> openedBefore(Instant before) {
        List<Account.Key> found = new ArrayList<>();
        PgDocuments.await(pool.preparedQuery(OPENED_BEFORE).execute(Tuple.of(PgDocuments.time(before))))
                .forEach(row ->
                        found.add(new Account.Key(new TenantId(row.getString(0)), new SessionId(row.getString(1)))));
        return found;
    }

    private static Optional<Account> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(SessionRows.account(row));
        }
        return Optional.empty();
    }

    private static Tuple key(Account.Key key) {
        return Tuple.of(key.tenant().value(), key.session().value());
    }
}
