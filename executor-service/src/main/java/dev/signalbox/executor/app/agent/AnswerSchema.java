package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.signalbox.contracts.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form that an answer must have: JSON Schema, draft 2020-12. References to other documents are not followed. */
final class AnswerSchema {

    private static final int MOST_ERRORS = 10;
    private static final Pattern FENCED = Pattern.compile("```(?:json)?\\s*\\n(.*?)```", Pattern.DOTALL);
    private static final ObjectReader READER =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

    /** What every schema is valid by; comes with the library. */
    private static final JsonSchema META_SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of(SchemaId.V202012));

    private final JsonNode source;
    private final JsonSchema schema;

    /**
     * What an answer is worth.
     *
     * @param value the JSON in it; absent when there is none
     * @param errors why it is not valid, in words; empty when it is
     */
    record Verdict(@Nullable JsonNode value, List<String> errors) {
        boolean valid() {
            return value != null && errors.isEmpty();
        }
    }

    private AnswerSchema(JsonNode source, JsonSchema schema) {
        this.source = source;
        this.schema = schema;
    }

    /**
     * Reads a schema.
     *
     * @throws IllegalArgumentException when it is none
     */
    static AnswerSchema of(JsonNode source) {
        List<String> faults = META_SCHEMA.validate(source).stream()
                .map(ValidationMessage::getMessage)
                .limit(MOST_ERRORS)
                .toList();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "the schema of the answer is no JSON Schema: " + String.join("; ", faults));
        }
        try {
            JsonSchema schema = FACTORY.getSchema(source);
            schema.initializeValidators();
            return new AnswerSchema(source, schema);
        } catch (JsonSchemaException e) {
            throw new IllegalArgumentException("the schema of the answer cannot be used: " + e.getMessage(), e);
        }
    }

    JsonNode source() {
        return source;
    }

    /** Looks for JSON in the text, and whether it is valid. */
    Verdict judge(String text) {
        Optional<JsonNode> found = find(text);
        if (found.isEmpty()) {
            return new Verdict(null, List.of("The answer is no JSON."));
        }
        try {
            List<String> errors = schema.validate(found.get()).stream()
                    .map(ValidationMessage::getMessage)
                    .limit(MOST_ERRORS)
                    .toList();
            return new Verdict(found.get(), errors);
        } catch (JsonSchemaException e) {
            return new Verdict(found.get(), List.of("The schema cannot be applied: " + e.getMessage()));
        }
    }

    /** All of the text, or what it fences as code, or from its first brace to its last. */
    private static Optional<JsonNode> find(String text) {
        Optional<JsonNode> whole = read(text);
        if (whole.isPresent()) {
            return whole;
        }
        Matcher fenced = FENCED.matcher(text);
        Optional<JsonNode> last = Optional.empty();
        while (fenced.find()) {
            Optional<JsonNode> block = read(fenced.group(1));
            last = block.isPresent() ? block : last;
        }
        if (last.isPresent()) {
            return last;
        }
        Optional<JsonNode> object = between(text, '{', '}');
        return object.isPresent() ? object : between(text, '[', ']');
    }

    private static Optional<JsonNode> between(String text, char open, char close) {
        int from = text.indexOf(open);
        int to = text.lastIndexOf(close);
        return from >= 0 && to > from ? read(text.substring(from, to + 1)) : Optional.empty();
    }

    private static Optional<JsonNode> read(String text) {
        try {
            JsonNode node = READER.readTree(text.strip());
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
