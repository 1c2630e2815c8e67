package dev.signalbox.session.adapter.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.app.OutboxCodec;
import dev.signalbox.session.app.ReviewClock;
import dev.signalbox.session.app.TaskStore;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.DecayedStatistics.HalfLives;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.ledger.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Tasks in PostgreSQL: one transaction and one statement for each table and batch. */
@ApplicationScoped
class PgTaskStore implements TaskStore, ReviewClock.DueTasks {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String LOAD = "select document from session.tasks where task_id = any($1)";
    private static final String REQUESTS = """
            select distinct on (task_id) task_id, record from session.attempts where task_id = any($1)
            order by task_id, attempt desc""";
    private static final String PROGRESS =
            "select topic_id, partition, next_offset from session.progress where topic_id = any($1)";
    private static final String PENDING = "select written_at, records from session.outbox where partition = $1";
    private static final String DUE = """
            select task_id, attempt, review_at from session.tasks
            where ended_at is null and review_at <= $1 order by review_at limit $2""";

    private final Pool pool;
    private final HalfLives halfLives;

    PgTaskStore(Pool pool, SessionConfig config) {
        this.pool = pool;
        this.halfLives = new HalfLives(
                config.statistics().halfLife(), config.statistics().recentHalfLife());
    }

    @Override
    public Map<InputPartition, Long> progress(Collection<InputPartition> partitions) {
        String[] topics =
                partitions.stream().map(InputPartition::topicId).distinct().toArray(String[]::new);
        Map<InputPartition, Long> found = new HashMap<>();
        for (Row row : await(pool.preparedQuery(PROGRESS).execute(Tuple.of(topics)))) {
            InputPartition partition = new InputPartition(row.getString(0), row.getInteger(1));
            if (partitions.contains(partition)) {
                found.put(partition, row.getLong(2));
            }
        }
        return found;
    }

    @Override
    public Optional<Pending> pending(int partition) {
        for (Row row : await(pool.preparedQuery(PENDING).execute(Tuple.of(partition)))) {
            return Optional.of(new Pending(
                    row.getOffsetDateTime(0).toInstant(),
                    OutboxCodec.read(row.getBuffer(1).getBytes())));
        }
        return Optional.empty();
    }

    @Override
    public List<ReviewTask> due(Instant now, int most) {
        List<ReviewTask> due = new ArrayList<>();
        for (Row row : await(pool.preparedQuery(DUE).execute(Tuple.of(time(now), most)))) {
            due.add(new ReviewTask(
                    new TaskId(row.getString(0)),
                    row.getInteger(1),
                    row.getOffsetDateTime(2).toInstant()));
        }
        return due;
    }

    @Override
    public BatchResult transact(
            Collection<TaskId> tasks,
            Collection<TaskId> requestsNeeded,
            Collection<Memory.Key> memoriesNeeded,
            Collection<Account.Key> accountsNeeded,
            Collection<Advance> advances,
            Function<Loaded, BatchResult> change) {
        return await(pool.withTransaction(
                        connection -> load(connection, tasks, requestsNeeded, memoriesNeeded, accountsNeeded)
                                .map(change)
                                .call(result -> write(connection, result, advances)))
                .onFailure(PgException.class)
                .transform(PgTaskStore::refused));
    }

    private static Uni<Loaded> load(
            SqlConnection connection,
            Collection<TaskId> tasks,
            Collection<TaskId> requestsNeeded,
            Collection<Memory.Key> memoriesNeeded,
            Collection<Account.Key> accountsNeeded) {
        Uni<Map<TaskId, Task>> rows = tasks.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : connection.preparedQuery(LOAD).execute(Tuple.of(ids(tasks))).map(PgTaskStore::tasks);
        Uni<Map<TaskId, TaskRequested>> requests = requestsNeeded.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : connection
                        .preparedQuery(REQUESTS)
                        .execute(Tuple.of(ids(requestsNeeded)))
                        .map(PgTaskStore::requests);
        return Uni.combine()
                .all()
                .unis(rows, requests, Memories.load(connection, memoriesNeeded))
                .with(Loaded::new)
                .chain(loaded -> withSessions(connection, loaded, tasks, memoriesNeeded, accountsNeeded));
    }

    /** Nothing is asked for a batch whose tasks belong to no session. */
    private static Uni<Loaded> withSessions(
            SqlConnection connection,
            Loaded loaded,
            Collection<TaskId> tasks,
            Collection<Memory.Key> receivers,
            Collection<Account.Key> accountsNeeded) {
        Set<Account.Key> accounts = new TreeSet<>(accountsNeeded);
        for (Task task : loaded.tasks().values()) {
            if (task.session() != null) {
                accounts.add(new Account.Key(task.tenant(), task.session()));
            }
        }
        return accounts.isEmpty()
                ? Uni.createFrom().item(loaded)
                : SessionRows.load(connection, accounts, tasks, receivers)
                        .map(found -> new Loaded(
                                loaded.tasks(),
                                loaded.requests(),
                                loaded.memories(),
                                found.ledger(),
                                found.messages()));
    }

    private static Map<TaskId, Task> tasks(RowSet<Row> rows) {
        Map<TaskId, Task> found = new HashMap<>();
        for (Row row : rows) {
            Task task = TaskDocuments.read(row.getString(0));
            found.put(task.id(), task);
        }
        return found;
    }

    private static Map<TaskId, TaskRequested> requests(RowSet<Row> rows) {
        Map<TaskId, TaskRequested> found = new HashMap<>();
        for (Row row : rows) {
            try {
                found.put(
                        new TaskId(row.getString(0)),
                        Json.mapper()
                                .treeToValue(
                                        Json.mapper().readTree(row.getString(1)).get("request"), TaskRequested.class));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the kept record of " + row.getString(0) + " is not readable", e);
            }
        }
        return found;
    }

    /** The statements are sent without waiting for each other; the connection keeps their order. */
    private Uni<Void> write(SqlConnection connection, BatchResult result, Collection<Advance> advances) {
        List<Uni<RowSet<Row>>> statements = new ArrayList<>();
        for (Statement statement : BatchStatements.of(result, advances, halfLives)) {
            Uni<RowSet<Row>> execution =
                    connection.preparedQuery(statement.sql()).execute(statement.parameters());
            statements.add(
                    statement.expectedRows() < 0
                            ? execution
                            : execution.invoke(rows -> {
                                if (rows.rowCount() != statement.expectedRows()) {
                                    throw new FencedException();
                                }
                            }));
        }
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    /**
     * A statement with its parameters.
     *
     * @param expectedRows rows that it must touch, or -1 when any number will do
     */
    record Statement(String sql, Tuple parameters, int expectedRows) {}

    /** SQLSTATE classes 22 and 23 are about the data: trying again cannot help. */
    static Throwable refused(Throwable failure) {
        String state = ((PgException) failure).getSqlState();
        boolean data = state != null && (state.startsWith("22") || state.startsWith("23"));
        return data ? new RefusedException("PostgreSQL refused the data: SQLSTATE " + state) : failure;
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Buffer bytes(byte[] bytes) {
        return Buffer.buffer(bytes);
    }

    private static String[] ids(Collection<TaskId> tasks) {
        return tasks.stream().map(TaskId::value).toArray(String[]::new);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
