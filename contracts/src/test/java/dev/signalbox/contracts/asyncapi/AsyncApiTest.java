package dev.signalbox.contracts.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.Topics.TopicSpec;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps {@code docs/asyncapi.yaml} true. After a change of the records run with {@code -Dasyncapi.write=true}. */
class AsyncApiTest {

    @Test
    void whatIsMadeFromTheRecordsIsUpToDate() throws IOException {
        String written = AsyncApiDocument.text();
        int marker = written.indexOf(AsyncApiDocument.MARKER) + AsyncApiDocument.MARKER.length();
        String expected = AsyncApiDocument.components();
        if (Boolean.getBoolean("asyncapi.write")) {
            written = written.substring(0, marker) + expected;
            Files.writeString(AsyncApiDocument.FILE, written);
        }

        assertThat(written.substring(marker))
                .as("run this test with -Dasyncapi.write=true and commit %s", AsyncApiDocument.FILE)
                .isEqualTo(expected);
    }

    @Test
    void everyTopicIsAChannelWithItsPartitionsAndSettings() throws IOException {
        List<String> addresses = new ArrayList<>();
        for (JsonNode channel : AsyncApiDocument.read().path("channels")) {
            String address = channel.path("address").asText();
            if (address.endsWith(Topics.DEAD_LETTER_SUFFIX)) {
                continue;
            }
            String topic = address.replace("{backend}", "local");
            addresses.add(topic);
            TopicSpec spec = Topics.all(List.of("local")).stream()
                    .filter(candidate -> candidate.name().equals(topic))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(topic + " is no topic"));
            JsonNode kafka = channel.path("bindings").path("kafka");
            assertThat(kafka.path("partitions").asInt()).as(topic).isEqualTo(spec.partitions());
            for (var setting : kafka.path("topicConfiguration").properties()) {
                JsonNode value = setting.getValue();
                assertThat(value.isArray() ? value.get(0).asText() : value.asText())
                        .as(topic + " " + setting.getKey())
                        .isEqualTo(spec.settings().get(setting.getKey()));
            }
        }
        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(Topics.all(List.of("local")).stream()
                        .map(TopicSpec::name)
                        .filter(name -> !name.endsWith(Topics.DEAD_LETTER_SUFFIX))
                        .toList());
    }

    @Test
    void everyRecordTypeIsAMessageOfOneChannel() throws IOException {
        List<String> messages = new ArrayList<>();
        for (JsonNode channel : AsyncApiDocument.read().path("channels")) {
            channel.path("messages").fieldNames().forEachRemaining(messages::add);
        }
        List<String> expected = new ArrayList<>(List.of("DeadLetter"));
        for (RecordType type : RecordType.values()) {
            expected.add(type.body().getSimpleName());
        }
        assertThat(messages).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = AsyncApiDocument.read();
        Set<String> references = new TreeSet<>();
        document.findValuesAsText("$ref").forEach(references::add);

        assertThat(references).hasSizeGreaterThan(50);
        assertThat(references)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void operationsUseMessagesOfTheirChannel() throws IOException {
        JsonNode document = AsyncApiDocument.read();

        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        for (JsonNode operation : document.path("operations")) {
            String channel = operation.path("channel").path("$ref").asText();
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            operation
                    .path("messages")
                    .forEach(
                            message -> assertThat(message.path("$ref").asText()).startsWith(channel + "/messages/"));
        }
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void goldenFileIsWhatTheSchemaSays(RecordType type) throws IOException {
        JsonNode golden = AsyncApiDocument.golden(type);

        assertThat(faults(type, golden)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void fieldThatIsAddedLaterIsNoFault(RecordType type) throws IOException {
        ObjectNode golden = AsyncApiDocument.golden(type).deepCopy();
        golden.put("addedLater", true);

        assertThat(faults(type, golden)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void numberInPlaceOfAnObjectOrTextIsAFault(RecordType type) throws IOException {
        ObjectNode golden = AsyncApiDocument.golden(type).deepCopy();
        String first = golden.fieldNames().next();
        golden.put(first, true);

        assertThat(faults(type, golden)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void recordWithOnlyWhatIsRequiredCanBeReadAndIsValid(RecordType type) throws IOException {
        JsonNode schema = AsyncApiDocument.schemas().path(type.body().getSimpleName());
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        ObjectNode golden = AsyncApiDocument.golden(type).deepCopy();
        golden.retain(required);

        assertThat(faults(type, golden)).isEmpty();
        assertThat(Json.mapper().treeToValue(golden, type.body())).isNotNull();
        for (String name : required) {
            assertThat(faults(type, golden.deepCopy().without(name))).as(name).isNotEmpty();
        }
    }

    @Test
    void clientNeedsNoMoreThanTheTask() throws IOException {
        JsonNode least = Json.mapper()
                .readTree(
                        "{\"task\": {\"timeout\": 30, \"code\": [{\"language\": \"python\", \"source\": \"print(1)\"}]}}");

        assertThat(faults(RecordType.TASK_REQUESTED, least)).isEmpty();
        assertThat(faults(RecordType.CANCEL_TASK, Json.mapper().createObjectNode()))
                .isEmpty();
        assertThat(faults(RecordType.TASK_REQUESTED, Json.mapper().createObjectNode()))
                .isNotEmpty();
    }

    @Test
    void headersAreThoseOfTheCodec() throws IOException {
        JsonNode headers = AsyncApiDocument.read().at("/components/schemas/CloudEventHeaders/properties");

        assertThat(headers.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        RecordCodec.CE_ID,
                        RecordCodec.CE_SOURCE,
                        RecordCodec.CE_SPECVERSION,
                        RecordCodec.CE_TIME,
                        RecordCodec.CE_TYPE,
                        RecordCodec.CONTENT_TYPE,
                        RecordCodec.TRACEPARENT);
    }

    private static Set<ValidationMessage> faults(RecordType type, JsonNode record) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("$ref", "#/components/schemas/" + type.body().getSimpleName());
        root.putObject("components").set("schemas", AsyncApiDocument.schemas());
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(root);
        return schema.validate(record, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }
}
