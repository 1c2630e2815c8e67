package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.app.Outbox;
import dev.signalbox.registry.domain.Announcement;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The outbox. The transaction that reads the oldest rows holds an advisory lock until they are acknowledged and
 * marked, so that two instances cannot overtake each other.
 */
@ApplicationScoped
class PgOutbox implements Outbox, PanacheRepository<OutboxRow> {

    /** Any number that nobody else in this database uses. */
    private static final long LOCK = 0x5167_0000_0001L;

    @Override
    public Uni<Void> add(List<Announcement> announcements) {
        Object[] rows = announcements.stream().map(OutboxRow::of).toArray();
        return Panache.getSession().chain(session -> session.persistAll(rows));
    }

    @Override
    public Uni<Integer> publish(int most, Function<List<Announcement>, Uni<Void>> publication, Instant now) {
        return Panache.withTransaction(() -> lock().chain(
                        mine -> mine ? oldest(most) : Uni.createFrom().item(List.<OutboxRow>of()))
                .chain(rows -> publish(rows, publication, now)));
    }

    @Override
    public Uni<Long> forget(Instant before) {
        return Panache.withTransaction(() -> delete("publishedAt < ?1", before));
    }

    private Uni<Boolean> lock() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select pg_try_advisory_xact_lock(:key)", Boolean.class)
                        .setParameter("key", LOCK)
                        .getSingleResult());
    }

    private Uni<List<OutboxRow>> oldest(int most) {
        return find("publishedAt is null order by position").page(0, most).list();
    }

    private Uni<Integer> publish(
            List<OutboxRow> rows, Function<List<Announcement>, Uni<Void>> publication, Instant now) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        // Kafka answers on its own thread; the session belongs to this one.
        Executor here = MutinyHelper.executor(Vertx.currentContext());
        List<Long> positions = rows.stream().map(row -> row.position).toList();
        return publication
                .apply(rows.stream().map(OutboxRow::announcement).toList())
                .emitOn(here)
                .chain(() -> update("publishedAt = ?1 where position in ?2", now, positions));
    }
}
