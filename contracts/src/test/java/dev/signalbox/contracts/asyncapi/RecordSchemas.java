package dev.signalbox.contracts.asyncapi;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.Money;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** JSON Schemas (draft 07, as AsyncAPI takes it) of the records, by the rules of {@code Json}. */
final class RecordSchemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String IDENTIFIER = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$";

    private RecordSchemas() {}

    /** The name of a schema: nested records carry the name of the one around them. */
    static String name(Class<?> type) {
        return type.getEnclosingClass() == null
                ? type.getSimpleName()
                : name(type.getEnclosingClass()) + type.getSimpleName();
    }

    static ObjectNode schema(Class<?> type) {
        RecordDocs docs = RecordDocs.of(type);
        ObjectNode schema =
                type.isEnum() ? enumSchema(type) : isText(type) ? textSchema(type) : objectSchema(type, docs);
        if (!docs.summary().isEmpty()) {
            schema.put("description", docs.summary());
        }
        return schema;
    }

    private static ObjectNode enumSchema(Class<?> type) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        ArrayNode values = schema.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            values.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
        }
        return schema;
    }

    private static boolean isText(Class<?> type) {
        return type == Money.class
                || type.getRecordComponents()[0].isAnnotationPresent(JsonValue.class)
                || type.getRecordComponents()[0].getAccessor().isAnnotationPresent(JsonValue.class);
    }

    private static ObjectNode textSchema(Class<?> type) {
        if (type == Money.class) {
            ObjectNode schema = JSON.objectNode();
            schema.putArray("type").add("string").add("number");
            return schema.put("pattern", "^-?\\d+(\\.\\d{1,9})?$");
        }
        return JSON.objectNode().put("type", "string").put("pattern", IDENTIFIER);
    }

    private static ObjectNode objectSchema(Class<?> type, RecordDocs docs) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ArrayNode required = JSON.arrayNode();
        ObjectNode properties = JSON.objectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), described(of(component.getGenericType()), docs, component));
            if (!OptionalComponents.mayBeAbsent(type, component)) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
        return schema;
    }

    private static JsonNode described(ObjectNode schema, RecordDocs docs, RecordComponent component) {
        String description = docs.component(component.getName());
        if (description.isEmpty()) {
            return schema;
        }
        if (!schema.has("$ref")) {
            return schema.put("description", description);
        }
        ObjectNode around = JSON.objectNode();
        around.putArray("allOf").add(schema);
        return around.put("description", description);
    }

    private static ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            ObjectNode schema = JSON.objectNode();
            if (generic.getRawType() == Map.class) {
                schema.put("type", "object").set("additionalProperties", of(arguments[1]));
                return schema;
            }
            schema.put("type", "array").set("items", of(arguments[0]));
            return generic.getRawType() == Set.class ? schema.put("uniqueItems", true) : schema;
        }
        return of((Class<?>) type);
    }

    private static ObjectNode of(Class<?> type) {
        if (type.isRecord() || type.isEnum()) {
            return JSON.objectNode().put("$ref", "#/components/schemas/" + name(type));
        }
        ObjectNode schema = JSON.objectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return schema.put("type", "integer")
                    .put("format", type == long.class || type == Long.class ? "int64" : "int32");
        }
        if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        if (type == URI.class) {
            return schema.put("type", "string").put("format", "uri");
        }
        if (type == Duration.class) {
            schema.putArray("type").add("string").add("number");
            schema.putArray("examples").add("PT30S").add("30s").add(30);
            return schema;
        }
        if (type == JsonNode.class) {
            return schema;
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    /** The schemas that AsyncAPI's messages refer to, in the order of their names. */
    static ObjectNode all(Iterable<Class<?>> types) {
        ObjectNode schemas = JSON.objectNode();
        Map<String, ObjectNode> sorted = new java.util.TreeMap<>();
        types.forEach(type -> sorted.put(name(type), schema(type)));
        sorted.forEach(schemas::set);
        return schemas;
    }
}
