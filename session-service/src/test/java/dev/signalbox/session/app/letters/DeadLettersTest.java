package dev.signalbox.session.app.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.domain.letters.DeadLetter;
import dev.signalbox.session.domain.letters.LetterState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final Instant NOW = Instant.parse("2026-11-20T21:00:00Z");
    private static final int KEPT = 100;
    private static final LetterFilter ALL = new LetterFilter(null, null, null, null, null, null);

    private final InMemoryLetters store = new InMemoryLetters();
    private final Map<String, Long> largest = new HashMap<>(Map.of("task-requests", 8_000_000L, "agents", 100_000L));
    private final List<ConsumerRecord<String, byte[]>> kafka = new ArrayList<>();
    private String topicId = "first";

    private final LetterTopics topics = new LetterTopics() {
        @Override
        public Optional<String> id(String topic) {
            return Optional.of(topicId);
        }

        @Override
        public Optional<Rules> rules(String topic) {
            Long bytes = largest.get(topic);
            return bytes == null ? Optional.empty() : Optional.of(new Rules(bytes, topic.equals("agents")));
        }
    };

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final HandleDeadLetters handle = new HandleDeadLetters(
            store,
            new LetterValues(
                    (topic, partition, from, to, reader) -> kafka.stream()
                            .filter(record ->
                                    record.topic().equals(topic) && record.offset() >= from && record.offset() < to)
                            .forEach(reader),
                    topics),
            topics,
            clock);
    private TakeInDeadLetters takeIn = takeIn();

    private TakeInDeadLetters takeIn() {
        return new TakeInDeadLetters(store, topics, new ReadLetters(KEPT), Duration.ofDays(30), clock);
    }

    @BeforeEach
    void startAnew() {
        takeIn = takeIn();
    }

    /** As a service writes it. */
    private static ConsumerRecord<String, byte[]> letter(long offset, @Nullable String key, String value) {
        ConsumerRecord<String, byte[]> source =
                record("task-requests", 41, key, value.getBytes(StandardCharsets.UTF_8));
        source.headers().add(RecordCodec.CE_ID, "e-1".getBytes(StandardCharsets.UTF_8));
        return onTheTopic(offset, DeadLetters.of(source, "not readable", "router", NOW.minusSeconds(5)));
    }

    private static ConsumerRecord<String, byte[]> onTheTopic(long offset, ProducerRecord<String, byte[]> dead) {
        ConsumerRecord<String, byte[]> record = record(dead.topic(), offset, dead.key(), dead.value());
        dead.headers().forEach(record.headers()::add);
        return record;
    }

    private static ConsumerRecord<String, byte[]> record(
            String topic, long offset, @Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                NOW.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private DeadLetter taken(String id) {
        return store.letters.get(id).letter();
    }

    private static Selection.Named ids(String... ids) {
        return new Selection.Named(List.of(ids));
    }

    @Test
    void saysWhereALetterComesFromAndWhy() {
        takeIn.takeIn(List.of(letter(17, "t-1", "{")));

        DeadLetter letter = taken("task-requests-dlq-0-17");
        assertThat(letter.topic()).isEqualTo("task-requests");
        assertThat(letter.sourceOffset()).isEqualTo(41);
        assertThat(letter.service()).isEqualTo("router");
        assertThat(letter.reason()).isEqualTo("not readable");
        assertThat(letter.diedAt()).isEqualTo(NOW.minusSeconds(5));
        assertThat(letter.taskId()).isEqualTo(new TaskId("t-1"));
        assertThat(letter.state()).isEqualTo(LetterState.OPEN);
        assertThat(letter.size()).isEqualTo(1);
    }

    @Test
    void takesALetterThatSaysNothingOfItself() {
        takeIn.takeIn(List.of(
                record("executions-mine-dlq", 3, null, "{\"taskId\":\"t-9\"}".getBytes(StandardCharsets.UTF_8))));

        DeadLetter letter = taken("executions-mine-dlq-0-3");
        assertThat(letter.topic()).isEqualTo("executions-mine");
        assertThat(letter.reason()).isEqualTo(DeadLetter.UNKNOWN);
        assertThat(letter.service()).isEqualTo(DeadLetter.UNKNOWN);
        assertThat(letter.sourceOffset()).isNull();
        assertThat(letter.diedAt()).isEqualTo(NOW);
        assertThat(letter.taskId()).isEqualTo(new TaskId("t-9"));
    }

    @Test
    void leavesAloneWhatIsOfNoTopicOfOurs() {
        takeIn.takeIn(List.of(record("orders-dlq", 0, "k", new byte[1])));
        assertThat(store.letters).isEmpty();
    }

    @Test
    void readsHeadersThatNobodyOfOursWrote() {
        ConsumerRecord<String, byte[]> strange = record("agents-dlq", 1, "a\0b", new byte[] {0, 1});
        add(strange, DeadLetters.REASON, "a\0b" + "x".repeat(5000));
        add(strange, DeadLetters.OFFSET, "many");
        add(strange, DeadLetters.TIME, "yesterday");
        add(strange, DeadLetters.REPLAYED, "../no name\0");
        takeIn.takeIn(List.of(strange));

        DeadLetter letter = taken("agents-dlq-0-1");
        assertThat(letter.reason()).startsWith("a\uFFFDb").hasSize(ReadLetters.LONGEST_REASON);
        assertThat(letter.sourceOffset()).isNull();
        assertThat(letter.diedAt()).isEqualTo(NOW);
        assertThat(letter.replayOf()).isNull();
        assertThat(letter.taskId()).isNull();
    }

    @Test
    void doesNotTakeInAgainWhatWasKeptItsTime() {
        TakeInDeadLetters brief =
                new TakeInDeadLetters(store, topics, new ReadLetters(KEPT), Duration.ofSeconds(-1), clock);
        brief.takeIn(List.of(letter(1, "t-1", "{")));
        assertThat(store.letters).isEmpty();
    }

    @Test
    void keepsTheOthersOfABatchOfWhichOneIsRefused() {
        store.refusedReasons.add("odd");
        ConsumerRecord<String, byte[]> odd = record("agents-dlq", 1, "a", new byte[1]);
        add(odd, DeadLetters.REASON, "odd");
        takeIn.takeIn(List.of(letter(1, "t-1", "{"), odd));

        assertThat(store.letters).hasSize(2);
        assertThat(taken("agents-dlq-0-1").reason()).contains("SQLSTATE 22021");
        assertThat(taken("task-requests-dlq-0-1").reason()).isEqualTo("not readable");
    }

    @Test
    void sendsARecordToItsTopicAsItCameAndSaysWhichLetterItWas() {
        takeIn.takeIn(List.of(letter(17, "t-1", "{")));
        Handling done = handle.replay(ids("task-requests-dlq-0-17"), false, false, "ada");

        assertThat(done.done()).extracting(DeadLetter::id).containsExactly("task-requests-dlq-0-17");
        ProducerRecord<String, byte[]> sent = store.published.getFirst();
        assertThat(store.published).hasSize(1);
        assertThat(sent.topic()).isEqualTo("task-requests");
        assertThat(sent.key()).isEqualTo("t-1");
        assertThat(sent.value()).isEqualTo("{".getBytes(StandardCharsets.UTF_8));
        assertThat(RecordCodec.text(sent.headers(), RecordCodec.CE_ID)).isEqualTo("e-1");
        assertThat(RecordCodec.text(sent.headers(), DeadLetters.REPLAYED)).isEqualTo("task-requests-dlq-0-17");
        assertThat(RecordCodec.text(sent.headers(), DeadLetters.OFFSET)).isNull();
        assertThat(taken("task-requests-dlq-0-17").state()).isEqualTo(LetterState.REPLAYED);
        assertThat(taken("task-requests-dlq-0-17").handled()).isEqualTo(new DeadLetter.Handled(NOW, "ada", null));
    }

    @Test
    void namesTheLetterWhoseReplayEndedHere() {
        takeIn.takeIn(List.of(letter(17, "t-1", "{")));
        handle.replay(ids("task-requests-dlq-0-17"), false, false, "ada");
        ProducerRecord<String, byte[]> sent = store.published.getFirst();
        ConsumerRecord<String, byte[]> again = record(sent.topic(), 42, sent.key(), sent.value());
        sent.headers().forEach(again.headers()::add);
        takeIn.takeIn(List.of(onTheTopic(18, DeadLetters.of(again, "still not", "router", NOW))));

        assertThat(taken("task-requests-dlq-0-18").replayOf()).isEqualTo("task-requests-dlq-0-17");
        handle.replay(ids("task-requests-dlq-0-18"), false, false, "ada");
        assertThat(RecordCodec.text(store.published.getLast().headers(), DeadLetters.REPLAYED))
                .isEqualTo("task-requests-dlq-0-18");
    }

    @Test
    void sendsNothingTwiceUnlessItIsForced() {
        takeIn.takeIn(List.of(letter(1, "t-1", "{"), letter(2, "t-2", "{")));
        handle.replay(ids("task-requests-dlq-0-1"), false, false, "ada");

        assertThatThrownBy(
                        () -> handle.replay(ids("task-requests-dlq-0-1", "task-requests-dlq-0-2"), false, false, "bob"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.problem().detail())
                                .contains("task-requests-dlq-0-1 was replayed by ada")
                                .contains("force"));
        assertThat(taken("task-requests-dlq-0-2").state()).isEqualTo(LetterState.OPEN);
        assertThat(store.published).hasSize(1);

        handle.replay(ids("task-requests-dlq-0-1"), true, false, "bob");
        assertThat(store.published).hasSize(2);
    }

    @Test
    void doesNothingOnADryRun() {
        takeIn.takeIn(List.of(letter(1, "t-1", "{"), letter(2, "t-2", "{")));
        Handling would = handle.replay(new Selection.Matching(ALL), false, true, "ada");

        assertThat(would.done()).hasSize(2);
        assertThat(would.remaining()).isZero();
        assertThat(store.published).isEmpty();
        assertThat(taken("task-requests-dlq-0-1").state()).isEqualTo(LetterState.OPEN);
    }

    @Test
    void looksAgainWhereSomebodyElseWasFaster() {
        takeIn.takeIn(List.of(letter(1, "t-1", "{")));
        store.losesTheRace = 2;
        handle.replay(ids("task-requests-dlq-0-1"), false, false, "ada");
        assertThat(store.published).hasSize(1);

        store.losesTheRace = 1000;
        assertThatThrownBy(() -> handle.replay(ids("task-requests-dlq-0-1"), true, false, "ada"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(409));
    }

    @Test
    void saysWhichIdsAreNone() {
        takeIn.takeIn(List.of(letter(1, "t-1", "{")));
        assertThatThrownBy(() -> handle.replay(ids("task-requests-dlq-0-1", "nothing"), false, false, "ada"))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(404);
                    assertThat(e.problem().detail()).contains("nothing is none");
                });
        assertThat(store.published).isEmpty();
    }

    @Test
    void readsALargeValueFromKafkaAsLongAsItIsThere() {
        ConsumerRecord<String, byte[]> large = letter(5, "t-1", "x".repeat(KEPT + 1));
        kafka.add(large);
        takeIn.takeIn(List.of(large));
        assertThat(store.letters.get("task-requests-dlq-0-5").lacksValue()).isTrue();
        handle.replay(ids("task-requests-dlq-0-5"), false, false, "ada");
        assertThat(store.published.getFirst().value()).hasSize(KEPT + 1);

        kafka.clear();
        assertThatThrownBy(() -> handle.replay(ids("task-requests-dlq-0-5"), true, false, "ada"))
                .hasMessageContaining("Kafka has removed it");
        kafka.add(large);
        topicId = "made anew";
        assertThatThrownBy(() -> handle.replay(ids("task-requests-dlq-0-5"), true, false, "ada"))
                .hasMessageContaining("Kafka has removed it");
    }

    @Test
    void leavesWhatCannotBeSentAndDoesTheRest() {
        takeIn.takeIn(List.of(
                letter(1, "t-1", "{"),
                record("task-requests-dlq", 2, "t-2", null),
                record("executions-gone-dlq", 0, "t-3", new byte[1])));
        Handling done = handle.replay(new Selection.Matching(ALL), false, false, "ada");

        assertThat(done.done()).extracting(DeadLetter::id).containsExactly("task-requests-dlq-0-1");
        assertThat(done.skipped())
                .extracting(Handling.Skipped::why)
                .anySatisfy(why -> assertThat(why).contains("no value"))
                .anySatisfy(why -> assertThat(why).contains("executions-gone, which Kafka does not have"));
        assertThat(done.remaining()).isEqualTo(2);
    }

    @Test
    void sendsNothingThatWouldStopTheOutbox() {
        largest.put("agents", 20_000L);
        byte[] value = "y".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<String, byte[]> large = record("agents-dlq", 0, "a", value);
        kafka.add(large);
        takeIn.takeIn(List.of(large));
        assertThatThrownBy(() -> handle.replay(ids("agents-dlq-0-0"), true, false, "ada"))
                .hasMessageContaining("larger than agents takes");
    }

    @Test
    void undoesNothingWhereTheLastRecordCountsUnlessItIsForced() {
        takeIn.takeIn(List.of(record("agents-dlq", 0, "a", new byte[1])));
        assertThatThrownBy(() -> handle.replay(ids("agents-dlq-0-0"), false, false, "ada"))
                .hasMessageContaining("it would undo what came after it");
        handle.replay(ids("agents-dlq-0-0"), true, false, "ada");
        assertThat(store.published).hasSize(1);
    }

    @Test
    void sendsNoMoreAtOnceThanTheOutboxCanCarry() {
        String half = "z".repeat((int) (HandleDeadLetters.MOST_BYTES / 2));
        for (int offset = 0; offset < 3; offset++) {
            ConsumerRecord<String, byte[]> large = letter(offset, "t-" + offset, half);
            kafka.add(large);
            takeIn.takeIn(List.of(large));
        }
        assertThatThrownBy(() -> handle.replay(
                        ids("task-requests-dlq-0-0", "task-requests-dlq-0-1", "task-requests-dlq-0-2"),
                        false,
                        false,
                        "ada"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(413));
        Handling first = handle.replay(new Selection.Matching(ALL), false, false, "ada");
        assertThat(first.done()).hasSize(2);
        assertThat(first.remaining()).isEqualTo(1);
    }

    @Test
    void discardsWhatIsOpenAndNothingElse() {
        takeIn.takeIn(List.of(letter(1, "t-1", "{"), letter(2, "t-2", "{")));
        handle.discard(ids("task-requests-dlq-0-1"), false, "ada", "a test");

        assertThat(taken("task-requests-dlq-0-1").state()).isEqualTo(LetterState.DISCARDED);
        assertThat(taken("task-requests-dlq-0-1").handled()).isEqualTo(new DeadLetter.Handled(NOW, "ada", "a test"));
        assertThatThrownBy(() -> handle.discard(ids("task-requests-dlq-0-1"), false, "bob", "again"))
                .hasMessageContaining("was discarded by ada");
        assertThat(handle.discard(new Selection.Matching(ALL), false, "bob", "rest")
                        .done())
                .extracting(DeadLetter::id)
                .containsExactly("task-requests-dlq-0-2");
        assertThat(store.published).isEmpty();
    }

    @Test
    void namesAtMostSoMany() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= Selection.MOST; i++) {
            many.add("x-" + i);
        }
        assertThatThrownBy(() -> new Selection.Named(many)).hasMessageContaining("1 to 500");
        assertThatThrownBy(() -> new Selection.Named(List.of())).hasMessageContaining("1 to 500");
    }

    private static void add(ConsumerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
