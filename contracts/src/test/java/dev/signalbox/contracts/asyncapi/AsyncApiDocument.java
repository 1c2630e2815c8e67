package dev.signalbox.contracts.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.testing.TravellingClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** {@code docs/asyncapi.yaml}: what people wrote above the marker, and what the records say below it. */
final class AsyncApiDocument {

    static final Path FILE = Path.of("..", "docs", "asyncapi.yaml");
    static final String MARKER = "# ---- made by AsyncApiTest ----\n";

    /** With every text in quotes: other YAML parsers take 1.0 for a number and a time for a date. */
    static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AsyncApiDocument() {}

    static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read() throws IOException {
        return YAML.readTree(text());
    }

    /** Messages and schemas, as YAML. */
    static String components() throws IOException {
        ObjectNode components = JSON.objectNode();
        ObjectNode messages = components.putObject("messages");
        for (RecordType type : RecordType.values()) {
            messages.set(type.body().getSimpleName(), message(type));
        }
        messages.set("DeadLetter", deadLetter());
        components.set("schemas", schemas());
        ObjectNode document = JSON.objectNode();
        document.set("components", components);
        return YAML.writeValueAsString(document);
    }

    private static ObjectNode message(RecordType type) throws IOException {
        String name = type.body().getSimpleName();
        ObjectNode message = JSON.objectNode()
                .put("name", type.ceType())
                .put("title", name)
                .put("summary", RecordDocs.of(type.body()).summary())
                .put("contentType", "application/json");
        ObjectNode headers = message.putObject("headers").put("type", "object");
        headers.putArray("allOf").addObject().put("$ref", "#/components/schemas/CloudEventHeaders");
        headers.putObject("properties").putObject(RecordCodec.CE_TYPE).put("const", type.ceType());
        message.putObject("payload").put("$ref", "#/components/schemas/" + name);
        message.set("bindings", keyed());
        ObjectNode example = message.putArray("examples").addObject().put("name", "golden");
        example.set("payload", golden(type));
        return message;
    }

    private static ObjectNode keyed() {
        ObjectNode bindings = JSON.objectNode();
        ObjectNode kafka = bindings.putObject("kafka");
        kafka.putObject("key").put("type", "string").put("minLength", 1).put("maxLength", 256);
        kafka.put("bindingVersion", "0.5.0");
        return bindings;
    }

    private static ObjectNode deadLetter() {
        ObjectNode message = JSON.objectNode()
                .put("name", "DeadLetter")
                .put("title", "Dead letter")
                .put("summary", "A record as it came, with the cause in headers.");
        ObjectNode headers = message.putObject("headers").put("type", "object");
        headers.putArray("allOf").addObject().put("$ref", "#/components/schemas/DeadLetterHeaders");
        message.putObject("payload").put("description", "Anything, even something that is no JSON.");
        return message;
    }

    static ObjectNode schemas() {
        Set<Class<?>> types = new LinkedHashSet<>(TravellingClasses.onTopics());
        ObjectNode schemas = RecordSchemas.all(types);
        ObjectNode cloudEvents = headers(
                "Headers of every record that Signalbox writes; all of them may be absent in what a client writes.",
                RecordCodec.CE_ID,
                "CloudEvents id; the same in a record that is repeated",
                RecordCodec.CE_SOURCE,
                "who wrote it, such as /signalbox/router",
                RecordCodec.CE_SPECVERSION,
                "1.0",
                RecordCodec.CE_TYPE,
                "what the value is, such as dev.signalbox.TaskRequested.v1",
                RecordCodec.CE_TIME,
                "when it was made, RFC 3339",
                RecordCodec.CONTENT_TYPE,
                "application/json, or application/cloudevents+json in structured mode",
                RecordCodec.TRACEPARENT,
                "W3C trace context, carried on to what follows from the record");
        schemas.set("CloudEventHeaders", cloudEvents);
        schemas.set(
                "DeadLetterHeaders",
                headers(
                        "Added to the headers that the record came with.",
                        DeadLetters.REASON,
                        "why it could not be handled",
                        DeadLetters.TOPIC,
                        "where it came from",
                        DeadLetters.PARTITION,
                        "the partition there",
                        DeadLetters.OFFSET,
                        "the offset there",
                        DeadLetters.SERVICE,
                        "who put it here",
                        DeadLetters.TIME,
                        "when, RFC 3339",
                        DeadLetters.REPLAYED,
                        "the letter that it was, where it was replayed and came here again"));
        return schemas;
    }

    private static ObjectNode headers(String description, String... namesAndMeanings) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("description", description);
        ObjectNode properties = schema.putObject("properties");
        for (int i = 0; i < namesAndMeanings.length; i += 2) {
            properties.putObject(namesAndMeanings[i]).put("type", "string").put("description", namesAndMeanings[i + 1]);
        }
        return schema;
    }

    static JsonNode golden(RecordType type) throws IOException {
        String name = "/golden/" + type.body().getSimpleName() + ".v1.json";
        try (InputStream in = AsyncApiDocument.class.getResourceAsStream(name)) {
            return Json.mapper().readTree(in);
        }
    }
}
