package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.OutboxCodec;
import dev.signalbox.session.app.documents.DocumentStores;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.DueIds;
import dev.signalbox.session.app.documents.OutboxStore;
import dev.signalbox.session.app.documents.Relay;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Documents in PostgreSQL, and what follows from their changes. */
@ApplicationScoped
class PgDocumentStores implements DocumentStores, OutboxStore, DueIds {

    /** Of the advisory lock of whoever publishes. */
    private static final long LOCK = 0x516E_0004L;

    private static final String TRY_LOCK = "select pg_try_advisory_lock($1)";
    private static final String UNLOCK = "select pg_advisory_unlock($1)";
    private static final String OLDEST =
            "select position, records from session.publications order by position limit $1";
    private static final String REMOVE = "delete from session.publications where position = any($1)";

    private final Pool pool;
    private final RecordCodec codec;
    private final Instance<Relay> relay;
    private final Tracing tracing;

    /** The relay needs this store: it is looked up when it is first woken. */
    PgDocumentStores(Pool pool, RecordCodec codec, Instance<Relay> relay, Tracing tracing) {
        this.tracing = tracing;
        this.pool = pool;
        this.codec = codec;
        this.relay = relay;
    }

    @Override
    public <D> Documents<D> of(String kind, Class<D> type) {
        return new PgDocuments<>(
                pool,
                kind,
                type,
                () -> new Sends(codec, tracing),
                () -> relay.get().wake());
    }

    @Override
    public int publish(int most, Consumer<List<ProducerRecord<String, byte[]>>> publisher) {
        SqlConnection connection = PgDocuments.await(pool.getConnection());
        try {
            if (!PgDocuments.await(connection.preparedQuery(TRY_LOCK).execute(Tuple.of(LOCK)))
                    .iterator()
                    .next()
                    .getBoolean(0)) {
                return 0;
            }
            try {
                return publish(connection, most, publisher);
            } finally {
                PgDocuments.await(connection.preparedQuery(UNLOCK).execute(Tuple.of(LOCK)));
            }
        } finally {
            PgDocuments.await(connection.close());
        }
    }

    private static int publish(
            SqlConnection connection, int most, Consumer<List<ProducerRecord<String, byte[]>>> publisher) {
        List<Long> positions = new ArrayList<>();
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (Row row : PgDocuments.await(connection.preparedQuery(OLDEST).execute(Tuple.of(most)))) {
            positions.add(row.getLong(0));
            records.addAll(OutboxCodec.read(row.getBuffer(1).getBytes()));
        }
        if (!positions.isEmpty()) {
            publisher.accept(records);
            PgDocuments.await(
                    connection.preparedQuery(REMOVE).execute(Tuple.of((Object) positions.toArray(Long[]::new))));
        }
        return positions.size();
    }

    @Override
    public List<String> due(String kind, Instant now, int most) {
        List<String> due = new ArrayList<>();
        PgDocuments.await(pool.preparedQuery(
                                "select id from session." + kind + " where due_at <= $1 order by due_at limit $2")
                        .execute(Tuple.of(PgDocuments.time(now), most)))
                .forEach(row -> due.add(row.getString(0)));
        return due;
    }
}
