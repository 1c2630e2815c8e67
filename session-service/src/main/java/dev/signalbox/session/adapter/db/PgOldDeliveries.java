package dev.signalbox.session.adapter.db;

import dev.signalbox.session.app.webhooks.OldDeliveries;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Deliveries that ended, in PostgreSQL. */
@ApplicationScoped
class PgOldDeliveries implements OldDeliveries {

    private static final String FORGET = "delete from session.deliveries where status <> 'pending' and created_at < $1";

    private final Pool pool;

    PgOldDeliveries(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void forget(Instant before) {
        PgDocuments.await(pool.preparedQuery(FORGET).execute(Tuple.of(PgDocuments.time(before))));
    }
}
