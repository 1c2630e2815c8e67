package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditEntry;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.session.app.audit.AuditTrail;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The chains in PostgreSQL. Writers of a chain wait for each other at the row of its head, in the order of the tenants; should that
 * ever fail, the primary key lets only one of them have the next number.
 */
@ApplicationScoped
class PgAuditTrail implements AuditTrail {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Columns of entries, behind what an entry consists of. */
    private static final int TENANT = 3;

    private static final int SEQUENCE = 4;
    private static final int PLACE = 5;

    private static final String BEGIN = """
            insert into session.audit_heads (tenant, sequence, hash, at)
            select t, 0, $2, $3 from unnest($1::text[]) t order by t on conflict (tenant) do nothing""";
    private static final String LOCK = """
            select tenant, sequence, hash, at from session.audit_heads where tenant = any($1) order by tenant for update""";
    private static final String KNOWN = "select entry_id from session.audit where entry_id = any($1)";
    private static final String APPEND = """
            insert into session.audit (tenant, sequence, entry_id, at, actor, action, subject_id, entry, previous, hash)
            select tenant, sequence, entry_id, at, actor, action, subject_id, entry, previous, hash
            from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::text[]) with ordinality
                as u(tenant, sequence, entry_id, at, actor, action, subject_id, entry, previous, hash, n)
            order by n""";
    private static final String ADVANCE = """
            update session.audit_heads h set sequence = u.sequence, hash = u.hash, at = $4
            from unnest($1::text[], $2::bigint[], $3::text[]) as u(tenant, sequence, hash) where h.tenant = u.tenant""";
    private static final String TENANTS = """
            select subject_id, tenant from session.audit where subject_id = any($1) and action = 'task.submit'
            union select task_id, tenant from session.tasks where task_id = any($1)""";
    private static final String HEADS = """
            select tenant, sequence, hash, at from session.audit_heads
            where sequence > 0 and ($1::text is null or tenant = $1) order by tenant""";
    private static final String START =
            "select tenant, sequence, hash, pruned_at from session.audit_starts where tenant = $1";
    private static final String ENTRIES = """
            select entry, previous, hash, tenant, sequence from session.audit
            where tenant = $1 and sequence > $2 and sequence <= $3 order by sequence limit $4""";
    private static final String UNPUBLISHED = """
            select h.tenant, h.sequence, h.hash, h.at from session.audit_heads h
            where h.sequence > 0 and not exists (
                select from session.audit_checkpoints c where c.tenant = h.tenant and c.sequence = h.sequence)
            order by h.tenant limit 1000""";
    private static final String PUBLISHED = """
            insert into session.audit_checkpoints (tenant, sequence, hash, at)
            select * from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[]) on conflict do nothing""";
    private static final String CONTRADICTED = """
            select c.tenant, c.sequence, c.hash, c.at from session.audit_checkpoints c
            left join session.audit a on a.tenant = c.tenant and a.sequence = c.sequence
            where c.tenant = $1 and a.hash is distinct from c.hash
                and c.sequence > coalesce((select sequence from session.audit_starts s where s.tenant = $1), 0)
            order by c.sequence limit 20""";

    private final Pool pool;

    PgAuditTrail(Pool pool) {
        this.pool = pool;
    }

    @Override
    public int append(List<AuditRecorded> records, Instant now) {
        String[] tenants = records.stream()
                .map(record -> record.tenant().value())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        return await(pool.withTransaction(connection -> connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(tenants, AuditEntry.GENESIS, PgTaskStore.time(now)))
                .chain(() -> connection.preparedQuery(LOCK).execute(Tuple.of(tenants)))
                .chain(locked -> connection
                        .preparedQuery(KNOWN)
                        .execute(Tuple.of(
                                records.stream().map(AuditRecorded::entryId).toArray(String[]::new)))
                        .chain(known -> write(connection, chains(locked), known(known), records, now)))));
    }

    private static Map<String, Head> chains(RowSet<Row> rows) {
        Map<String, Head> chains = new TreeMap<>();
        for (Row row : rows) {
            chains.put(row.getString(0), head(row));
        }
        return chains;
    }

    private static Set<String> known(RowSet<Row> rows) {
        Set<String> known = new HashSet<>();
        rows.forEach(row -> known.add(row.getString(0)));
        return known;
    }

    private static Uni<Integer> write(
            SqlConnection connection,
            Map<String, Head> chains,
            Set<String> known,
            List<AuditRecorded> records,
            Instant now) {
        List<AuditRecorded> fresh =
                records.stream().filter(record -> known.add(record.entryId())).toList();
        if (fresh.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        List<AuditEntry> entries = new ArrayList<>(fresh.size());
        for (AuditRecorded record : fresh) {
            Head head =
                    java.util.Objects.requireNonNull(chains.get(record.tenant().value()));
            AuditEntry entry = AuditEntry.after(head.hash(), head.sequence() + 1, record, now);
            entries.add(entry);
            chains.put(entry.tenant(), new Head(record.tenant(), entry.sequence(), entry.hash(), now));
        }
        return connection
                .preparedQuery(APPEND)
                .execute(rows(fresh, entries))
                .chain(() -> connection
                        .preparedQuery(ADVANCE)
                        .execute(Tuple.of(
                                texts(chains.values(), head -> head.tenant().value()),
                                chains.values().stream().map(Head::sequence).toArray(Long[]::new),
                                texts(chains.values(), Head::hash),
                                PgTaskStore.time(now))))
                .replaceWith(fresh.size());
    }

    private static Tuple rows(List<AuditRecorded> records, List<AuditEntry> entries) {
        return Tuple.tuple()
                .addArrayOfString(texts(entries, AuditEntry::tenant))
                .addArrayOfLong(entries.stream().map(AuditEntry::sequence).toArray(Long[]::new))
                .addArrayOfString(texts(records, AuditRecorded::entryId))
                .addArrayOfOffsetDateTime(records.stream()
                        .map(record -> PgTaskStore.time(record.at()))
                        .toArray(java.time.OffsetDateTime[]::new))
                .addArrayOfString(texts(records, AuditRecorded::actor))
                .addArrayOfString(texts(records, AuditRecorded::action))
                .addArrayOfString(texts(records, AuditRecorded::subjectId))
                .addArrayOfString(texts(entries, AuditEntry::canonical))
                .addArrayOfString(texts(entries, AuditEntry::previous))
                .addArrayOfString(texts(entries, AuditEntry::hash));
    }

    private static <T> @Nullable String[] texts(Collection<T> items, Function<T, @Nullable String> text) {
        return items.stream().map(text).toArray(String[]::new);
    }

    @Override
    public Map<TaskId, TenantId> tenantsOf(Collection<TaskId> tasks) {
        Map<TaskId, TenantId> tenants = new HashMap<>();
        for (Row row : await(pool.preparedQuery(TENANTS)
                .execute(Tuple.of(tasks.stream().map(TaskId::value).toArray(String[]::new))))) {
            tenants.put(new TaskId(row.getString(0)), new TenantId(row.getString(1)));
        }
        return tenants;
    }

    @Override
    public Page page(Query query) {
        // Of one tenant by its own numbers, which the primary key sorts; of all by the order of writing.
        String place = query.tenant() == null ? "position" : "sequence";
        StringBuilder sql = new StringBuilder(
                "select entry, previous, hash, tenant, sequence, " + place + " from session.audit where true");
        Tuple values = Tuple.tuple();
        with(
                sql,
                values,
                "tenant =",
                query.tenant() == null ? null : query.tenant().value());
        with(sql, values, "actor =", query.actor());
        with(sql, values, "action =", query.action());
        with(sql, values, "subject_id =", query.subject());
        with(sql, values, "at >=", query.from() == null ? null : PgTaskStore.time(query.from()));
        with(sql, values, "at <", query.to() == null ? null : PgTaskStore.time(query.to()));
        with(sql, values, place + " <", query.before());
        sql.append(" order by ").append(place).append(" desc limit ").append(query.limit() + 1);
        List<Row> rows = list(await(pool.preparedQuery(sql.toString()).execute(values)), row -> row);
        boolean more = rows.size() > query.limit();
        List<Row> shown = more ? rows.subList(0, query.limit()) : rows;
        return new Page(
                shown.stream().map(PgAuditTrail::entry).toList(),
                more ? shown.getLast().getLong(PLACE) : null);
    }

    private static void with(StringBuilder sql, Tuple values, String condition, @Nullable Object value) {
        if (value != null) {
            values.addValue(value);
            sql.append(" and ").append(condition).append(" $").append(values.size());
        }
    }

    @Override
    public List<Head> heads(@Nullable TenantId tenant) {
        return list(
                await(pool.preparedQuery(HEADS).execute(Tuple.of(tenant == null ? null : tenant.value()))),
                PgAuditTrail::head);
    }

    @Override
    public Head start(TenantId tenant) {
        List<Head> starts =
                list(await(pool.preparedQuery(START).execute(Tuple.of(tenant.value()))), PgAuditTrail::head);
        return starts.isEmpty() ? new Head(tenant, 0, AuditEntry.GENESIS, Instant.EPOCH) : starts.getFirst();
    }

    @Override
    public Stretch entries(TenantId tenant, long after, long through, int most) {
        List<Row> rows = list(
                await(pool.preparedQuery(ENTRIES).execute(Tuple.of(tenant.value(), after, through, most))), row -> row);
        return new Stretch(
                rows.stream().map(PgAuditTrail::entry).toList(),
                rows.isEmpty() ? after : rows.getLast().getLong(SEQUENCE));
    }

    @Override
    public List<Head> unpublished() {
        return list(await(pool.preparedQuery(UNPUBLISHED).execute()), PgAuditTrail::head);
    }

    @Override
    public void published(List<Head> heads) {
        await(pool.preparedQuery(PUBLISHED)
                .execute(Tuple.of(
                        texts(heads, head -> head.tenant().value()),
                        heads.stream().map(Head::sequence).toArray(Long[]::new),
                        texts(heads, Head::hash),
                        heads.stream()
                                .map(head -> PgTaskStore.time(head.at()))
                                .toArray(java.time.OffsetDateTime[]::new))));
    }

    @Override
    public List<Head> contradicted(TenantId tenant) {
        return list(await(pool.preparedQuery(CONTRADICTED).execute(Tuple.of(tenant.value()))), PgAuditTrail::head);
    }

    private static Head head(Row row) {
        return new Head(
                new TenantId(row.getString(0)),
                row.getLong(1),
                row.getString(2),
                row.getOffsetDateTime(3).toInstant());
    }

    /** What somebody made unreadable is handed on as it is: then its hash is wrong. */
    private static AuditEntry entry(Row row) {
        try {
            return AuditEntry.kept(row.getString(0), row.getString(1), row.getString(2));
        } catch (IllegalArgumentException e) {
            return new AuditEntry(
                    row.getString(TENANT), row.getLong(SEQUENCE), row.getString(0), row.getString(1), row.getString(2));
        }
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
        return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
