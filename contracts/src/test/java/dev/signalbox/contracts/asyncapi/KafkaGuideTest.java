package dev.signalbox.contracts.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.Topics.TopicSpec;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the tables of {@code docs/kafka.md} true. */
class KafkaGuideTest {

    private final String guide = read();

    @Test
    void tableHasEveryTopicWithItsRecordsAndPartitions() throws IOException {
        for (JsonNode channel : AsyncApiDocument.read().path("channels")) {
            String topic = channel.path("address")
                    .asText()
                    .replace("{backend}", "<backend>")
                    .replace("{topic}", "<topic>");
            String row = guide.lines()
                    .filter(line -> line.startsWith("| `" + topic + "` |"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row for " + topic));
            List<String> records = new ArrayList<>();
            channel.path("messages").fieldNames().forEachRemaining(records::add);
            records.remove("DeadLetter");
            records.forEach(record -> assertThat(row).contains("`" + record + "`"));
            assertThat(row)
                    .contains("| "
                            + channel.path("bindings")
                                    .path("kafka")
                                    .path("partitions")
                                    .asText() + " |");
        }
    }

    @Test
    void everyTopicOfTheProductIsInTheTable() {
        for (TopicSpec topic : Topics.all(List.of("<backend>"))) {
            if (!topic.name().endsWith(Topics.DEAD_LETTER_SUFFIX)) {
                assertThat(guide).contains("| `" + topic.name() + "` |");
            }
        }
    }

    @Test
    void everyHeaderIsExplained() {
        assertThat(guide)
                .contains(
                        "`" + RecordCodec.CE_ID + "`", "`" + RecordCodec.CE_TYPE + "`", "`" + RecordCodec.CE_TIME + "`")
                .contains("`" + RecordCodec.CE_SOURCE + "`", "`" + RecordCodec.CE_SPECVERSION + "`")
                .contains("`" + RecordCodec.CONTENT_TYPE + "`", "`" + RecordCodec.TRACEPARENT + "`")
                .contains(
                        "`" + DeadLetters.REASON + "`",
                        "`" + DeadLetters.TOPIC + "`",
                        "`" + DeadLetters.PARTITION + "`")
                .contains("`" + DeadLetters.OFFSET + "`", "`" + DeadLetters.SERVICE + "`", "`" + DeadLetters.TIME + "`")
                .contains("`" + DeadLetters.REPLAYED + "`");
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "kafka.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
