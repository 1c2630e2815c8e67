package dev.signalbox.session.app.letters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.session.domain.letters.DeadLetter;
import dev.signalbox.session.domain.letters.LetterState;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes letters of records of dead-letter topics. Whatever stands in one, it becomes a letter that can be stored. */
public final class ReadLetters {

    static final int LONGEST_REASON = 2000;
    private static final int LONGEST_SERVICE = 100;
    /** Longer ones the outbox could not write. */
    private static final int LONGEST_HEADER_NAME = 1000;

    private static final Pattern LETTER_NAME = Pattern.compile("[A-Za-z0-9._-]{1,300}");

    private final int keptBytes;

    /**
     * A reader.
     *
     * @param keptBytes largest value that is kept with its letter
     */
    public ReadLetters(int keptBytes) {
        this.keptBytes = keptBytes;
    }

    /** The letter; none of a topic that is not ours. */
    Optional<KeptLetter> read(ConsumerRecord<String, byte[]> record, String topicId, Instant now) {
        return Topics.ofDeadLetters(record.topic()).map(source -> letter(record, source, topicId, now));
    }

    private KeptLetter letter(ConsumerRecord<String, byte[]> record, String source, String topicId, Instant now) {
        Headers headers = record.headers();
        byte @Nullable [] value = record.value();
        DeadLetter.Place place = new DeadLetter.Place(record.topic(), topicId, record.partition(), record.offset());
        DeadLetter letter = new DeadLetter(
                place.id(),
                place,
                source,
                number(headers, DeadLetters.PARTITION).map(Long::intValue).orElse(null),
                number(headers, DeadLetters.OFFSET).orElse(null),
                text(headers, DeadLetters.SERVICE, LONGEST_SERVICE),
                text(headers, DeadLetters.REASON, LONGEST_REASON),
                diedAt(record, now),
                task(source, record.key(), value),
                replayOf(headers),
                value == null ? -1 : value.length,
                LetterState.OPEN,
                0,
                null);
        byte[] kept = value == null || value.length > keptBytes ? null : value;
        return new KeptLetter(letter, new ProducerRecord<>(source, null, null, record.key(), kept, storable(headers)));
    }

    /** The least that can be stored of a letter that the database refuses. */
    static KeptLetter bare(KeptLetter refused, String why) {
        DeadLetter letter = refused.letter();
        return new KeptLetter(
                new DeadLetter(
                        letter.id(),
                        letter.place(),
                        letter.topic(),
                        letter.sourcePartition(),
                        letter.sourceOffset(),
                        DeadLetter.UNKNOWN,
                        "the letter could not be kept as it is: " + why,
                        letter.diedAt(),
                        null,
                        null,
                        -1,
                        letter.state(),
                        0,
                        null),
                new ProducerRecord<>(letter.topic(), null, null, null, null, new RecordHeaders()));
    }

    private static Headers storable(Headers headers) {
        RecordHeaders storable = new RecordHeaders();
        for (Header header : headers) {
            if (header.key().length() <= LONGEST_HEADER_NAME) {
                storable.add(header);
            }
        }
        return storable;
    }

    /** In lines that PostgreSQL takes, which has no NUL. */
    private static String text(Headers headers, String name, int longest) {
        String text = RecordCodec.text(headers, name);
        if (text == null || text.isBlank()) {
            return DeadLetter.UNKNOWN;
        }
        String clean = text.replace('\0', '\uFFFD').strip();
        return clean.length() <= longest ? clean : clean.substring(0, longest - 3) + "...";
    }

    private static Optional<Long> number(Headers headers, String name) {
        String text = RecordCodec.text(headers, name);
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String replayOf(Headers headers) {
        String name = RecordCodec.text(headers, DeadLetters.REPLAYED);
        return name != null && LETTER_NAME.matcher(name).matches() ? name : null;
    }

    /** As the letter says, or as Kafka does; PostgreSQL keeps microseconds. */
    private static Instant diedAt(ConsumerRecord<String, byte[]> record, Instant now) {
        Instant recorded = record.timestamp() < 0 ? now : Instant.ofEpochMilli(record.timestamp());
        String told = RecordCodec.text(record.headers(), DeadLetters.TIME);
        Instant died = recorded;
        try {
            if (told != null) {
                died = Instant.parse(told);
            }
        } catch (DateTimeException e) {
            // Nobody of ours wrote it.
        }
        boolean sensible = Math.abs(ChronoUnit.DAYS.between(died, recorded)) <= 1;
        return (sensible ? died : recorded).truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable TaskId task(String topic, @Nullable String key, byte @Nullable [] value) {
        boolean keyedByTask = topic.startsWith("task-") || topic.startsWith("execution");
        if (keyedByTask && key != null && Identifiers.valid(key)) {
            return new TaskId(key);
        }
        if (value == null) {
            return null;
        }
        try {
            JsonNode task = Json.mapper().readTree(value).path("taskId");
            return task.isTextual() && Identifiers.valid(task.asText()) ? new TaskId(task.asText()) : null;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return null;
        }
    }
}
