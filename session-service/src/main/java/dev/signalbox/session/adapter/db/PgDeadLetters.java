package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.session.app.OutboxCodec;
import dev.signalbox.session.app.documents.Documents.Position;
import dev.signalbox.session.app.documents.Relay;
import dev.signalbox.session.app.letters.DeadLetterStore;
import dev.signalbox.session.app.letters.KeptLetter;
import dev.signalbox.session.app.letters.LetterFilter;
import dev.signalbox.session.domain.letters.DeadLetter;
import dev.signalbox.session.domain.letters.LetterState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Dead letters in PostgreSQL. */
@ApplicationScoped
class PgDeadLetters implements DeadLetterStore {

    private static final String COLUMNS = """
            id, letter_topic_id, letter_partition, letter_offset, topic, source_partition, source_offset, service,
            reason, died_at, task_id, replay_of, size, state, replays, changed_at, changed_by, note, record""";

    private static final String NAMED = "select id, letter_topic_id from session.dead_letters where id = any($1)";
    private static final String INSERT = """
            insert into session.dead_letters (id, letter_topic_id, letter_partition, letter_offset, topic,
              source_partition, source_offset, service, reason, died_at, taken_in_at, task_id, replay_of, size, state,
              replays, record, value)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            on conflict (id) do nothing""";
    private static final String MATCHING = " " + """
            from session.dead_letters where ($1::text is null or topic = $1) and ($2::text is null or state = $2)
              and ($3::text is null or service = $3) and ($4::text is null or position(lower($4) in lower(reason)) > 0)
              and ($5::timestamptz is null or died_at >= $5) and ($6::timestamptz is null or died_at < $6)""";
    private static final String PAGE = "select " + COLUMNS + ", null::bytea" + MATCHING + " " + """
            and ($7::timestamptz is null or (died_at, id) < ($7, $8::text))
             order by died_at desc, id desc limit $9""";
    private static final String OLDEST =
            "select " + COLUMNS + ", null::bytea" + MATCHING + " order by died_at, id limit $7";
    private static final String COUNT = "select count(*)" + MATCHING;
    private static final String LOAD = "select " + COLUMNS
            + ", value from session.dead_letters where id = any($1) order by died_at, letter_partition, letter_offset";
    private static final String CHANGE = """
            update session.dead_letters as old set state = $4, changed_at = $5, changed_by = $6, note = $7,
              replays = old.replays + $8
            from unnest($1::text[], $2::text[], $3::integer[]) as seen (id, state, replays)
            where old.id = seen.id and old.state = seen.state and old.replays = seen.replays""";
    private static final String PUBLISH = "insert into session.publications (records) values ($1)";
    private static final String COUNTS =
            "select topic, state, count(*) from session.dead_letters group by topic, state";
    private static final String FORGET = "delete from session.dead_letters where taken_in_at < $1";

    private final Pool pool;
    private final Relay relay;

    PgDeadLetters(Pool pool, Relay relay) {
        this.pool = pool;
        this.relay = relay;
    }

    @Override
    public void takeIn(List<KeptLetter> letters, Instant now) {
        PgDocuments.await(pool.withTransaction(connection -> connection
                        .preparedQuery(NAMED)
                        .execute(Tuple.of((Object) letters.stream()
                                .map(letter -> letter.letter().id())
                                .toArray(String[]::new)))
                        .chain(known -> connection.preparedQuery(INSERT).executeBatch(rows(letters, known, now))))
                .onFailure(PgException.class)
                .transform(PgTaskStore::refused));
    }

    private static List<Tuple> rows(List<KeptLetter> letters, RowSet<Row> known, Instant now) {
        Map<String, String> topicIds = new HashMap<>();
        known.forEach(row -> topicIds.put(row.getString(0), row.getString(1)));
        return letters.stream()
                .map(letter -> {
                    DeadLetter.Place place = letter.letter().place();
                    boolean taken =
                            !topicIds.getOrDefault(place.id(), place.topicId()).equals(place.topicId());
                    return row(taken ? letter.letter().named(place.longId()) : letter.letter(), letter.record(), now);
                })
                .toList();
    }

    private static Tuple row(DeadLetter letter, ProducerRecord<String, byte[]> record, Instant now) {
        ProducerRecord<String, byte[]> bare =
                new ProducerRecord<>(record.topic(), null, null, record.key(), null, record.headers());
        return Tuple.tuple()
                .addString(letter.id())
                .addString(letter.place().topicId())
                .addInteger(letter.place().partition())
                .addLong(letter.place().offset())
                .addString(letter.topic())
                .addValue(letter.sourcePartition())
                .addValue(letter.sourceOffset())
                .addString(letter.service())
                .addString(letter.reason())
                .addValue(PgDocuments.time(letter.diedAt()))
                .addValue(PgDocuments.time(now))
                .addValue(letter.taskId() == null ? null : letter.taskId().value())
                .addValue(letter.replayOf())
                .addInteger(letter.size())
                .addString(letter.state().label())
                .addInteger(letter.replays())
                .addValue(Buffer.buffer(OutboxCodec.write(List.of(bare))))
                .addValue(record.value() == null ? null : Buffer.buffer(record.value()));
    }

    @Override
    public List<KeptLetter> list(LetterFilter filter, @Nullable Position before, int limit) {
        return letters(pool.preparedQuery(PAGE)
                .execute(parameters(filter)
                        .addValue(before == null ? null : PgDocuments.time(before.createdAt()))
                        .addValue(before == null ? null : before.id())
                        .addInteger(limit)));
    }

    @Override
    public List<KeptLetter> oldest(LetterFilter filter, int limit) {
        return letters(pool.preparedQuery(OLDEST).execute(parameters(filter).addInteger(limit)));
    }

    @Override
    public long count(LetterFilter filter) {
        return PgDocuments.await(pool.preparedQuery(COUNT).execute(parameters(filter)))
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public List<KeptLetter> load(List<String> ids) {
        return letters(pool.preparedQuery(LOAD).execute(Tuple.of((Object) ids.toArray(String[]::new))));
    }

    private static Tuple parameters(LetterFilter filter) {
        return Tuple.tuple()
                .addValue(filter.topic())
                .addValue(filter.state() == null ? null : filter.state().label())
                .addValue(filter.service())
                .addValue(filter.reason())
                .addValue(filter.from() == null ? null : PgDocuments.time(filter.from()))
                .addValue(filter.to() == null ? null : PgDocuments.time(filter.to()));
    }

    @Override
    public boolean change(
            List<DeadLetter> letters,
            LetterState state,
            DeadLetter.Handled handled,
            List<ProducerRecord<String, byte[]>> records) {
        Tuple parameters = Tuple.of(
                        letters.stream().map(DeadLetter::id).toArray(String[]::new),
                        letters.stream().map(letter -> letter.state().label()).toArray(String[]::new),
                        letters.stream().map(DeadLetter::replays).toArray(Integer[]::new),
                        state.label(),
                        PgDocuments.time(handled.at()),
                        handled.by())
                .addValue(handled.note())
                .addInteger(state == LetterState.REPLAYED ? 1 : 0);
        boolean changed = PgDocuments.await(pool.withTransaction(connection -> connection
                        .preparedQuery(CHANGE)
                        .execute(parameters)
                        .invoke(rows -> {
                            if (rows.rowCount() != letters.size()) {
                                throw new ChangedMeanwhileException();
                            }
                        })
                        .chain(() -> publish(connection, records)))
                .map(ignored -> true)
                .onFailure(ChangedMeanwhileException.class)
                .recoverWithItem(false));
        if (changed && !records.isEmpty()) {
            relay.wake();
        }
        return changed;
    }

    private static Uni<Boolean> publish(SqlConnection connection, List<ProducerRecord<String, byte[]>> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        // One row for each, in order: the relay reads rows, and a record may have 8 MiB.
        List<Tuple> rows = records.stream()
                .map(record -> Tuple.of(Buffer.buffer(OutboxCodec.write(List.of(record)))))
                .toList();
        return connection.preparedQuery(PUBLISH).executeBatch(rows).map(ignored -> true);
    }

    @Override
    public List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        PgDocuments.await(pool.preparedQuery(COUNTS).execute())
                .forEach(row ->
                        counts.add(new Count(row.getString(0), LetterState.of(row.getString(1)), row.getLong(2))));
        return counts;
    }

    @Override
    public int forget(Instant before) {
        return PgDocuments.await(pool.preparedQuery(FORGET).execute(Tuple.of(PgDocuments.time(before))))
                .rowCount();
    }

    private static List<KeptLetter> letters(Uni<RowSet<Row>> rows) {
        List<KeptLetter> letters = new ArrayList<>();
        PgDocuments.await(rows).forEach(row -> letters.add(letter(row)));
        return letters;
    }

    private static KeptLetter letter(Row row) {
        ProducerRecord<String, byte[]> record =
                OutboxCodec.read(row.getBuffer(18).getBytes()).getFirst();
        var value = row.getBuffer(19);
        String topic = row.getString(4);
        String task = row.getString(10);
        OffsetDateTime changed = row.getOffsetDateTime(15);
        DeadLetter letter = new DeadLetter(
                row.getString(0),
                new DeadLetter.Place(Topics.deadLetters(topic), row.getString(1), row.getInteger(2), row.getLong(3)),
                topic,
                row.getInteger(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                row.getOffsetDateTime(9).toInstant(),
                task == null ? null : new TaskId(task),
                row.getString(11),
                row.getInteger(12),
                LetterState.of(row.getString(13)),
                row.getInteger(14),
                changed == null
                        ? null
                        : new DeadLetter.Handled(changed.toInstant(), row.getString(16), row.getString(17)));
        return new KeptLetter(
                letter,
                new ProducerRecord<>(
                        topic, null, null, record.key(), value == null ? null : value.getBytes(), record.headers()));
    }

    /** Somebody else was faster: the transaction ends without effect. */
    private static final class ChangedMeanwhileException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChangedMeanwhileException() {
            super("changed meanwhile", null, false, false);
        }
    }
}
