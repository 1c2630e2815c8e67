package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.execution.ExecutionRequested.SessionMessage;
import dev.signalbox.session.adapter.db.PgTaskStore.Statement;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.TaskStore.Delivery;
import dev.signalbox.session.app.TaskStore.Waiting;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.ledger.Ledger;
import dev.signalbox.session.domain.ledger.Reservation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accounts, reservations and messages of the sessions of a batch: one statement for each table, none without sessions. */
final class SessionRows {

    /** In one order, so that instances that share a session wait for each other and do not block each other. */
    private static final String LOCK = """
            select tenant, session_id, cap, spent, reserved, overrun, closed from session.accounts
            where (tenant, session_id) in (select * from unnest($1::text[], $2::text[]))
            order by tenant, session_id for update""";

    private static final String RESERVATIONS = """
            select task_id, attempt, tenant, session_id, agent_id, amount, settled, changed_at
            from session.reservations where task_id = any($1)""";
    private static final String MESSAGES = """
            select m.tenant, m.session_id, m.receiver, m.message_id, m.sender, m.text, m.task_id
            from session.session_messages m
                join unnest($1::text[], $2::text[], $3::text[]) as k(tenant, session, agent)
                on m.tenant = k.tenant and m.session_id = k.session and m.receiver = k.agent
            where m.task_id is null or m.task_id = any($4)
            order by m.message_id""";

    private static final String KEEP_ACCOUNTS = """
            update session.accounts a set spent = u.spent, reserved = u.reserved, overrun = u.overrun
            from unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::numeric[])
                as u(tenant, session, spent, reserved, overrun)
            where a.tenant = u.tenant and a.session_id = u.session""";
    private static final String KEEP_RESERVATIONS = """
            insert into session.reservations as r
                (task_id, attempt, tenant, session_id, agent_id, amount, settled, changed_at)
            select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::numeric[],
                $7::numeric[], $8::timestamptz[])
            on conflict (task_id, attempt) do update set settled = excluded.settled,
                changed_at = excluded.changed_at""";
    private static final String DELIVER = """
            update session.session_messages m set task_id = u.task
            from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as u(tenant, session, message, task)
            where m.tenant = u.tenant and m.session_id = u.session and m.message_id = u.message""";

    private SessionRows() {}

    /** What a batch begins with. */
    record Rows(Ledger ledger, List<Waiting> messages) {
        static Rows none() {
            return new Rows(Ledger.none(), List.of());
        }
    }

    static Uni<Rows> load(
            SqlConnection connection,
            Collection<Account.Key> accounts,
            Collection<TaskId> tasks,
            Collection<Memory.Key> receivers) {
        if (accounts.isEmpty()) {
            return Uni.createFrom().item(Rows.none());
        }
        List<Account.Key> keys = List.copyOf(new TreeSet<>(accounts));
        String[] ids = tasks.stream().map(TaskId::value).toArray(String[]::new);
        Uni<List<Account>> locked = connection
                .preparedQuery(LOCK)
                .execute(keys(keys))
                .map(rows -> {
                    List<Account> found = new ArrayList<>();
                    rows.forEach(row -> found.add(account(row)));
                    return found;
                });
        Uni<List<Reservation>> reserved = connection
                .preparedQuery(RESERVATIONS)
                .execute(Tuple.of((Object) ids))
                .map(rows -> {
                    List<Reservation> found = new ArrayList<>();
                    rows.forEach(row -> found.add(reservation(row)));
                    return found;
                });
        Uni<List<Waiting>> messages = receivers.isEmpty()
                ? Uni.createFrom().item(List.of())
                : connection
                        .preparedQuery(MESSAGES)
                        .execute(receivers(List.copyOf(receivers)).addArrayOfString(ids))
                        .map(rows -> {
                            List<Waiting> found = new ArrayList<>();
                            rows.forEach(row -> found.add(waiting(row)));
                            return found;
                        });
        // One after the other: what is read after the lock is what the holder before it wrote.
        return locked.chain(found ->
                reserved.chain(open -> messages.map(waiting -> new Rows(new Ledger(found, open), waiting))));
    }

    static List<Statement> keep(BatchResult result) {
        List<Statement> statements = new ArrayList<>();
        List<Account> accounts = result.ledger().accounts();
        if (!accounts.isEmpty()) {
            statements.add(new Statement(KEEP_ACCOUNTS, accounts(accounts), accounts.size()));
        }
        List<Reservation> reservations = result.ledger().reservations();
        if (!reservations.isEmpty()) {
            statements.add(new Statement(KEEP_RESERVATIONS, reservations(reservations), -1));
        }
        if (!result.delivered().isEmpty()) {
            statements.add(new Statement(DELIVER, deliveries(result.delivered()), -1));
        }
        return statements;
    }

    static Account account(Row row) {
        return new Account(
                new Account.Key(new TenantId(row.getString(0)), new SessionId(row.getString(1))),
                money(row, 2),
                amount(row, 3),
                amount(row, 4),
                amount(row, 5),
                row.getBoolean(6));
    }

    private static Reservation reservation(Row row) {
        return new Reservation(
                new Reservation.Of(new TaskId(row.getString(0)), row.getInteger(1)),
                new Account.Key(new TenantId(row.getString(2)), new SessionId(row.getString(3))),
                row.getString(4),
                amount(row, 5),
                money(row, 6),
                row.getOffsetDateTime(7).toInstant());
    }

    private static Waiting waiting(Row row) {
        String task = row.getString(6);
        return new Waiting(
                new Memory.Key(new TenantId(row.getString(0)), new SessionId(row.getString(1)), row.getString(2)),
                row.getLong(3),
                new SessionMessage(row.getString(4), row.getString(5)),
                task == null ? null : new TaskId(task));
    }

    static Money amount(Row row, int column) {
        return new Money(row.getBigDecimal(column));
    }

    static @Nullable Money money(Row row, int column) {
        return row.getBigDecimal(column) == null ? null : amount(row, column);
    }

    private static Tuple keys(List<Account.Key> keys) {
        return Tuple.tuple()
                .addArrayOfString(strings(keys, key -> key.tenant().value()))
                .addArrayOfString(strings(keys, key -> key.session().value()));
    }

    private static Tuple receivers(List<Memory.Key> keys) {
        return Tuple.tuple()
                .addArrayOfString(strings(keys, key -> key.tenant().value()))
                .addArrayOfString(strings(keys, key -> key.session().value()))
                .addArrayOfString(strings(keys, Memory.Key::agent));
    }

    private static Tuple accounts(List<Account> accounts) {
        return keys(accounts.stream().map(Account::key).toList())
                .addValue(numbers(accounts, Account::spent))
                .addValue(numbers(accounts, Account::reserved))
                .addValue(numbers(accounts, Account::overrun));
    }

    private static Tuple reservations(List<Reservation> rows) {
        return Tuple.tuple()
                .addArrayOfString(strings(rows, row -> row.of().task().value()))
                .addArrayOfInteger(rows.stream().map(row -> row.of().attempt()).toArray(Integer[]::new))
                .addArrayOfString(strings(rows, row -> row.account().tenant().value()))
                .addArrayOfString(strings(rows, row -> row.account().session().value()))
                .addArrayOfString(strings(rows, Reservation::agent))
                .addValue(numbers(rows, Reservation::amount))
                .addValue(numbers(rows, Reservation::settled))
                .addArrayOfOffsetDateTime(
                        rows.stream().map(row -> PgTaskStore.time(row.at())).toArray(OffsetDateTime[]::new));
    }

    private static Tuple deliveries(List<Delivery> deliveries) {
        return keys(deliveries.stream().map(Delivery::session).toList())
                .addArrayOfLong(deliveries.stream().map(Delivery::messageId).toArray(Long[]::new))
                .addArrayOfString(
                        strings(deliveries, delivery -> delivery.task().value()));
    }

    private static <T> String[] strings(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static <T> @Nullable Numeric[] numbers(List<T> rows, Function<T, @Nullable Money> column) {
        Numeric[] values = new Numeric[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Money money = column.apply(rows.get(i));
            values[i] = money == null ? null : Numeric.create(money.usd());
        }
        return values;
    }
}
