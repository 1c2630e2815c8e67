package dev.signalbox.session.adapter.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.session.adapter.db.PgTaskStore.Statement;
import dev.signalbox.session.app.OutboxCodec;
import dev.signalbox.session.app.TaskStore.Advance;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.TaskStore.Kept;
import dev.signalbox.session.domain.DecayedStatistics.HalfLives;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskState;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A batch as statements: columns travel as arrays and become rows by {@code unnest}. */
final class BatchStatements {

    private static final String TASKS = """
            insert into session.tasks as t (task_id, tenant, session_id, status, attempt, backend, tier,
                requested_at, updated_at, ended_at, review_at, document)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[],
                $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[])
            on conflict (task_id) do update set tenant = excluded.tenant, session_id = excluded.session_id,
                status = excluded.status, attempt = excluded.attempt,
                backend = coalesce(excluded.backend, t.backend), tier = coalesce(excluded.tier, t.tier),
                requested_at = excluded.requested_at, updated_at = excluded.updated_at, ended_at = excluded.ended_at,
                review_at = excluded.review_at, document = excluded.document""";
    private static final String ATTEMPTS = """
            insert into session.attempts (task_id, attempt, backend, tier, expected_cost, dispatched_at, record)
            select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::numeric[], $6::timestamptz[],
                $7::text[])
            on conflict (task_id, attempt) do update set backend = excluded.backend, tier = excluded.tier,
                expected_cost = excluded.expected_cost, dispatched_at = excluded.dispatched_at, record = excluded.record
            where attempts.backend is null and excluded.backend is not null""";
    private static final String SETTLE = """
            update session.attempts a
            set outcome = u.outcome, settled_cost = u.cost, ended_at = u.at
            from unnest($1::text[], $2::int[], $3::text[], $4::numeric[], $5::timestamptz[])
                as u(task_id, attempt, outcome, cost, at)
            where a.task_id = u.task_id and a.attempt = u.attempt""";
    private static final String RESULTS = """
            insert into session.results (task_id, ended_at, result)
            select * from unnest($1::text[], $2::timestamptz[], $3::text[]) on conflict do nothing""";
    private static final String PROGRESS = """
            insert into session.progress as p (topic_id, partition, next_offset, previous_offset)
            select * from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])
            on conflict (topic_id, partition)
            do update set next_offset = excluded.next_offset, previous_offset = excluded.previous_offset
            where p.next_offset = excluded.previous_offset""";
    private static final String OUTBOX = """
            insert into session.outbox (partition, written_at, records) values ($1, $2, $3)
            on conflict (partition) do update set written_at = excluded.written_at, records = excluded.records""";

    private BatchStatements() {}

    static List<Statement> of(BatchResult result, Collection<Advance> advances, HalfLives halfLives) {
        List<Statement> statements = new ArrayList<>();
        List<Task> tasks = List.copyOf(result.changed());
        if (!tasks.isEmpty()) {
            statements.add(new Statement(TASKS, tasks(tasks), -1));
        }
        List<Row<Effect.KeepAttempt>> attempts = rows(result.kept(), Effect.KeepAttempt.class);
        if (!attempts.isEmpty()) {
            statements.add(new Statement(ATTEMPTS, attempts(attempts), -1));
        }
        List<Row<Effect.SettleAttempt>> settled = rows(result.kept(), Effect.SettleAttempt.class);
        if (!settled.isEmpty()) {
            statements.add(new Statement(SETTLE, settled(settled), -1));
        }
        List<Row<Effect.KeepResult>> results = rows(result.kept(), Effect.KeepResult.class);
        if (!results.isEmpty()) {
            statements.add(new Statement(RESULTS, results(results), -1));
        }
        result.outbox()
                .forEach((partition, records) -> statements.add(new Statement(
                        OUTBOX,
                        Tuple.of(
                                partition,
                                PgTaskStore.time(result.at()),
                                PgTaskStore.bytes(OutboxCodec.write(records))),
                        1)));
        if (!result.remembered().isEmpty()) {
            statements.add(Memories.keep(List.copyOf(result.remembered().values())));
        }
        statements.addAll(SessionRows.keep(result));
        if (!result.observed().isEmpty()) {
            // Late, because its rows are those that instances wait for each other at.
            statements.add(StatisticsStatement.of(result.observed(), halfLives));
        }
        List<Advance> steps = List.copyOf(advances);
        statements.add(new Statement(PROGRESS, progress(steps), steps.size()));
        return statements;
    }

    private record Row<E>(String task, E effect) {}

    private static <E extends Effect> List<Row<E>> rows(List<Kept> kept, Class<E> kind) {
        List<Row<E>> rows = new ArrayList<>();
        for (Kept each : kept) {
            if (kind.isInstance(each.effect())) {
                rows.add(new Row<>(each.task().value(), kind.cast(each.effect())));
            }
        }
        return rows;
    }

    private static Tuple tasks(List<Task> tasks) {
        return Tuple.tuple()
                .addArrayOfString(strings(tasks, task -> task.id().value()))
                .addArrayOfString(strings(tasks, task -> task.tenant().value()))
                .addArrayOfString(strings(
                        tasks,
                        task -> task.session() == null ? null : task.session().value()))
                .addArrayOfString(
                        strings(tasks, task -> task.state().status().name().toLowerCase(Locale.ROOT)))
                .addArrayOfInteger(tasks.stream().map(Task::attempt).toArray(Integer[]::new))
                .addArrayOfString(
                        strings(tasks, task -> task.route().map(Route::backend).orElse(null)))
                .addArrayOfString(
                        strings(tasks, task -> task.route().map(Route::tier).orElse(null)))
                .addArrayOfOffsetDateTime(times(tasks, Task::requestedAt))
                .addArrayOfOffsetDateTime(times(tasks, Task::updatedAt))
                .addArrayOfOffsetDateTime(times(
                        tasks, task -> task.state() instanceof TaskState.Ended ended ? ended.endedAt() : null))
                .addArrayOfOffsetDateTime(
                        times(tasks, task -> task.state().due().orElse(null)))
                .addArrayOfString(strings(tasks, TaskDocuments::write));
    }

    private static Tuple attempts(List<Row<Effect.KeepAttempt>> rows) {
        return Tuple.tuple()
                .addArrayOfString(strings(rows, Row::task))
                .addArrayOfInteger(
                        rows.stream().map(row -> row.effect().attempt()).toArray(Integer[]::new))
                .addArrayOfString(strings(rows, row -> part(row.effect().route(), Route::backend)))
                .addArrayOfString(strings(rows, row -> part(row.effect().route(), Route::tier)))
                .addValue(numbers(rows, row -> row.effect().expectedCost()))
                .addArrayOfOffsetDateTime(times(rows, row -> row.effect().at()))
                .addArrayOfString(strings(rows, row -> row.effect().record()));
    }

    private static @Nullable String part(@Nullable Route route, Function<Route, String> column) {
        return route == null ? null : column.apply(route);
    }

    private static Tuple settled(List<Row<Effect.SettleAttempt>> rows) {
        return Tuple.tuple()
                .addArrayOfString(strings(rows, Row::task))
                .addArrayOfInteger(
                        rows.stream().map(row -> row.effect().attempt()).toArray(Integer[]::new))
                .addArrayOfString(strings(rows, row -> outcome(row.effect())))
                .addValue(numbers(rows, row -> row.effect().cost()))
                .addArrayOfOffsetDateTime(times(rows, row -> row.effect().at()));
    }

    private static String outcome(Effect.SettleAttempt settled) {
        var outcome = settled.outcome();
        return outcome == null ? "lost" : outcome.name().toLowerCase(Locale.ROOT);
    }

    private static Tuple results(List<Row<Effect.KeepResult>> rows) {
        return Tuple.tuple()
                .addArrayOfString(strings(rows, Row::task))
                .addArrayOfOffsetDateTime(times(rows, row -> row.effect().at()))
                .addArrayOfString(strings(rows, row -> json(row.effect())));
    }

    private static String json(Effect.KeepResult kept) {
        try {
            return Json.mapper().writeValueAsString(kept.result());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a result", e);
        }
    }

    private static Tuple progress(List<Advance> steps) {
        return Tuple.tuple()
                .addArrayOfString(strings(steps, step -> step.partition().topicId()))
                .addArrayOfInteger(
                        steps.stream().map(step -> step.partition().partition()).toArray(Integer[]::new))
                .addArrayOfLong(steps.stream().map(Advance::to).toArray(Long[]::new))
                .addArrayOfLong(steps.stream().map(Advance::from).toArray(Long[]::new));
    }

    private static <T> @Nullable String[] strings(List<T> rows, Function<T, @Nullable String> column) {
        String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    private static <T> @Nullable OffsetDateTime[] times(List<T> rows, Function<T, @Nullable Instant> column) {
        OffsetDateTime[] values = new OffsetDateTime[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Instant instant = column.apply(rows.get(i));
            values[i] = instant == null ? null : PgTaskStore.time(instant);
        }
        return values;
    }

    private static <T> io.vertx.sqlclient.data.Numeric[] numbers(List<T> rows, Function<T, Money> column) {
        return rows.stream()
                .map(row ->
                        io.vertx.sqlclient.data.Numeric.create(column.apply(row).usd()))
                .toArray(io.vertx.sqlclient.data.Numeric[]::new);
    }
}
