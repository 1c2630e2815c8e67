package dev.signalbox.session.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.session.app.letters.Handling;
import dev.signalbox.session.app.letters.KeptLetter;
import dev.signalbox.session.domain.letters.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Dead letters as operators see them. */
final class DeadLetterViews {

    private DeadLetterViews() {}

    /**
     * A letter, without what stands in its record.
     *
     * @param topic where the record came from, with {@code partition} and {@code offset} where the letter says them
     * @param key of the record
     * @param at when it was given up
     * @param size bytes of the value; -1 where there is none
     * @param state {@code open}, {@code replayed} or {@code discarded}
     * @param replays how often it was sent again
     * @param replayOf the letter whose replay ended here
     * @param changedBy the operator who saw to it last
     */
    record LetterView(
            String id,
            String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable String key,
            @Nullable TaskId taskId,
            String service,
            String reason,
            Instant at,
            int size,
            String state,
            int replays,
            @Nullable String replayOf,
            @Nullable Instant changedAt,
            @Nullable String changedBy,
            @Nullable String note) {

        static LetterView of(KeptLetter kept) {
            return of(kept.letter(), kept.record().key());
        }

        static LetterView of(DeadLetter letter, @Nullable String key) {
            DeadLetter.Handled handled = letter.handled();
            return new LetterView(
                    letter.id(),
                    letter.topic(),
                    letter.sourcePartition(),
                    letter.sourceOffset(),
                    key,
                    letter.taskId(),
                    letter.service(),
                    letter.reason(),
                    letter.diedAt(),
                    letter.size(),
                    letter.state().label(),
                    letter.replays(),
                    letter.replayOf(),
                    handled == null ? null : handled.at(),
                    handled == null ? null : handled.by(),
                    handled == null ? null : handled.note());
        }
    }

    /**
     * A page.
     *
     * @param next the cursor of the next one; absent on the last
     */
    record LetterPage(List<LetterView> items, @Nullable String next) {}

    /**
     * A letter with its record.
     *
     * @param headers of the record, without the letter's own
     */
    record LetterWhole(LetterView letter, List<Content> headers, Content value) {

        static LetterWhole of(KeptLetter kept) {
            List<Content> headers = new ArrayList<>();
            for (Header header : kept.record().headers()) {
                if (!DeadLetters.isOurs(header)) {
                    headers.add(Content.of(header.key(), header.value(), false));
                }
            }
            return new LetterWhole(
                    LetterView.of(kept),
                    headers,
                    kept.lacksValue()
                            ? new Content(null, "gone", null)
                            : Content.of(null, kept.record().value(), true));
        }

        /** What stands in a record is not for logs. */
        @Override
        public String toString() {
            return "LetterWhole[" + letter.id() + "]";
        }
    }

    /**
     * Bytes, as well as they can be read.
     *
     * @param name of a header
     * @param encoding {@code json} (laid out in lines), {@code text}, {@code base64}; {@code none} where there are no
     *     bytes, {@code gone} where there were and Kafka has removed them
     */
    record Content(
            @Nullable String name,
            String encoding,
            @Nullable String content) {

        static Content of(@Nullable String name, byte @Nullable [] bytes, boolean maybeJson) {
            if (bytes == null) {
                return new Content(name, "none", null);
            }
            String text = text(bytes);
            if (text == null) {
                return new Content(name, "base64", Base64.getEncoder().encodeToString(bytes));
            }
            JsonNode json = maybeJson ? json(bytes) : MissingNode.getInstance();
            return json.isContainerNode()
                    ? new Content(name, "json", json.toPrettyString())
                    : new Content(name, "text", text);
        }

        private static JsonNode json(byte[] bytes) {
            try {
                return Json.mapper().readTree(bytes);
            } catch (IOException | StackOverflowError e) {
                return MissingNode.getInstance();
            }
        }

        /** Valid UTF-8 without control characters other than those that lay out a text. */
        private static @Nullable String text(byte[] bytes) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                boolean readable =
                        text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
                return readable ? text : null;
            } catch (CharacterCodingException e) {
                return null;
            }
        }

        @Override
        public String toString() {
            return "Content[" + encoding + "]";
        }
    }

    /**
     * What was done, or would be.
     *
     * @param letters with which, as they were before
     * @param skipped those that matched and could not be
     * @param remaining open ones that match and are left: the same request does the next
     */
    record Handled(boolean dryRun, List<LetterView> letters, List<Skipped> skipped, long remaining) {

        static Handled of(boolean dryRun, Handling handling) {
            return new Handled(
                    dryRun,
                    handling.done().stream()
                            .map(letter -> LetterView.of(letter, null))
                            .toList(),
                    handling.skipped().stream()
                            .map(one -> new Skipped(one.id(), one.why()))
                            .toList(),
                    handling.remaining());
        }
    }

    /** Left as it is; {@code why} goes on after the id. */
    record Skipped(String id, String why) {}
}
