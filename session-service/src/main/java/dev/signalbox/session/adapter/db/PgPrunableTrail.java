package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.session.app.audit.AuditTrail;
import dev.signalbox.session.app.audit.AuditTrail.Head;
import dev.signalbox.session.app.audit.PrunableTrail;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Prunes in PostgreSQL by {@code session.prune_audit}, which alone may, and which looks again. Of instances that prune the same chain the
 * second one finds the entry gone.
 */
@ApplicationScoped
class PgPrunableTrail implements PrunableTrail {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String ACTOR = "session-service";

    /** Up to the first entry that is younger; never for the sake of entries alone that tell of prunings. */
    private static final String PRUNE = """
            with begins as (
                select coalesce(max(s.sequence), 0) as after from session.audit_starts s where s.tenant = $1),
            young as (
                select min(a.sequence) as first from session.audit a where a.tenant = $1 and a.at >= $2),
            last as (
                select least(coalesce(y.first - 1, h.sequence), b.after + $4) as through
                from session.audit_heads h, begins b, young y where h.tenant = $1)
            select l.through, session.prune_audit($1, l.through, $5, $6) from last l, begins b
            where l.through > b.after
                and exists (
                    select from session.audit a where a.tenant = $1 and a.sequence = b.after + 1 and a.at < $3)
                and exists (
                    select from session.audit a
                    where a.tenant = $1 and a.sequence <= l.through and a.action <> 'audit.prune')""";

    private final Pool pool;
    private final AuditTrail trail;

    PgPrunableTrail(Pool pool, AuditTrail trail) {
        this.pool = pool;
        this.trail = trail;
    }

    @Override
    public List<TenantId> chains() {
        return trail.heads(null).stream().map(Head::tenant).toList();
    }

    @Override
    public Optional<Pruning> prune(TenantId tenant, Rule rule) {
        Uni<RowSet<Row>> pruned = pool.preparedQuery(PRUNE)
                .execute(Tuple.tuple()
                        .addString(tenant.value())
                        .addOffsetDateTime(PgTaskStore.time(rule.before()))
                        .addOffsetDateTime(PgTaskStore.time(rule.overdue()))
                        .addLong((long) rule.most())
                        .addString(rule.setting())
                        .addString(ACTOR));
        for (Row row : pruned.await().atMost(LIMIT)) {
            return Optional.of(new Pruning(tenant, row.getLong(0), row.getLong(1)));
        }
        return Optional.empty();
    }
}
