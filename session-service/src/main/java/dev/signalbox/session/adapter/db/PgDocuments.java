package dev.signalbox.session.adapter.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.session.app.OutboxCodec;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Relay;
import dev.signalbox.session.app.documents.Stored;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Documents of one kind in a table. */
final class PgDocuments<D> implements Documents<D> {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String COLUMNS = "id, tenant, status, created_at, due_at, document";
    /** Taken until the transaction ends, also for what is not there yet. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext($1), hashtext($2))";

    private static final String PUBLISH = "insert into session.publications (records) values ($1)";

    private final Pool pool;
    private final String kind;
    private final Class<D> type;
    private final Supplier<Sends> sends;
    private final Relay relay;
    private final String select;
    private final String page;
    private final String count;
    private final String upsert;

    PgDocuments(Pool pool, String kind, Class<D> type, Supplier<Sends> sends, Relay relay) {
        this.pool = pool;
        this.kind = kind;
        this.type = type;
        this.sends = sends;
        this.relay = relay;
        String table = "session." + kind;
        this.select = "select " + COLUMNS + " from " + table + " where id = $1";
        this.page = "select " + COLUMNS + " from " + table + """
                 where ($1::text is null or tenant = $1) and (cardinality($2::text[]) = 0 or status = any($2))
                    and ($3::timestamptz is null or (created_at, id) < ($3, $4::text))
                order by created_at desc, id desc limit $5""";
        this.count = "select count(*) from " + table + " where tenant = $1 and status = any($2)";
        this.upsert = "insert into " + table + " as old (" + COLUMNS + """
                ) values ($1, $2, $3, $4, $5, $6) on conflict (id) do update
                set status = excluded.status, due_at = excluded.due_at, document = excluded.document""";
    }

    @Override
    public Optional<Stored<D>> find(String id) {
        return first(await(pool.preparedQuery(select).execute(Tuple.of(id))));
    }

    @Override
    public List<Stored<D>> list(Query query) {
        Position before = query.before();
        Tuple parameters = Tuple.tuple()
                .addValue(query.tenant() == null ? null : query.tenant().value())
                .addArrayOfString(query.statuses().toArray(String[]::new))
                .addValue(before == null ? null : time(before.createdAt()))
                .addValue(before == null ? null : before.id())
                .addInteger(query.limit());
        List<Stored<D>> found = new ArrayList<>();
        await(pool.preparedQuery(page).execute(parameters)).forEach(row -> found.add(stored(row)));
        return found;
    }

    @Override
    public long count(TenantId tenant, List<String> statuses) {
        return await(pool.preparedQuery(count)
                        .execute(Tuple.of(tenant.value()).addArrayOfString(statuses.toArray(String[]::new))))
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public <R> R change(String id, Function<Optional<Stored<D>>, Changed<D, R>> change) {
        Sends publishing = sends.get();
        Changed<D, R> changed = await(pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(kind, id))
                .chain(() -> connection.preparedQuery(select).execute(Tuple.of(id)))
                .map(rows -> change.apply(first(rows)))
                .call(result -> write(connection, id, result, publishing))));
        publishing.committed();
        if (!changed.publications().isEmpty()) {
            relay.wake();
        }
        return changed.answer();
    }

    private Uni<Void> write(SqlConnection connection, String id, Changed<D, ?> changed, Sends publishing) {
        List<Uni<RowSet<Row>>> statements = new ArrayList<>();
        Stored<D> document = changed.document();
        if (document != null) {
            if (!document.id().equals(id)) {
                throw new IllegalArgumentException("the change of " + id + " changed " + document.id());
            }
            statements.add(connection
                    .preparedQuery(upsert)
                    .execute(Tuple.of(id, document.tenant().value(), document.status(), time(document.createdAt()))
                            .addValue(document.dueAt() == null ? null : time(document.dueAt()))
                            .addString(json(document.document()))));
        }
        if (!changed.publications().isEmpty()) {
            List<ProducerRecord<String, byte[]>> records =
                    changed.publications().stream().map(publishing::record).toList();
            statements.add(
                    connection.preparedQuery(PUBLISH).execute(Tuple.of(Buffer.buffer(OutboxCodec.write(records)))));
        }
        return statements.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    private Optional<Stored<D>> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(stored(row));
        }
        return Optional.empty();
    }

    private Stored<D> stored(Row row) {
        OffsetDateTime due = row.getOffsetDateTime(4);
        try {
            return new Stored<>(
                    row.getString(0),
                    new TenantId(row.getString(1)),
                    row.getString(2),
                    row.getOffsetDateTime(3).toInstant(),
                    due == null ? null : due.toInstant(),
                    Json.mapper().readValue(row.getString(5), type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot read " + row.getString(0) + " of " + kind, e);
        }
    }

    private static String json(Object document) {
        try {
            return Json.mapper().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a " + document.getClass(), e);
        }
    }

    static OffsetDateTime time(Instant instant) {
        return PgTaskStore.time(instant);
    }

    static <T extends @Nullable Object> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
