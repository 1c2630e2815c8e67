package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads {@code mcp/tools.json}: what clients are told about the tools is written there by hand, and the two servers, of
 * the protocol with sessions and of the one without, declare the same. {@code {"$use": "task"}} stands for a schema
 * that several tools share; clients get it spelled out, because not all of them follow references.
 */
final class ToolDeclarations {

    private static final String FILE = "/mcp/tools.json";
    private static final String USE = "$use";

    private ToolDeclarations() {}

    /** All tools, in the order of the file. */
    static List<ToolDeclaration> read() {
        JsonNode file;
        try (InputStream in = Objects.requireNonNull(ToolDeclarations.class.getResourceAsStream(FILE), FILE)) {
            file = Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " is not readable", e);
        }
        JsonNode definitions = file.path("definitions");
        List<ToolDeclaration> tools = new ArrayList<>();
        for (JsonNode tool : file.path("tools")) {
            tools.add(new ToolDeclaration(
                    tool.path("name").asText(),
                    tool.path("title").asText(),
                    tool.path("description").asText(),
                    tool.path("annotations"),
                    spelledOut(tool.path("inputSchema"), definitions),
                    spelledOut(tool.path("outputSchema"), definitions)));
        }
        return List.copyOf(tools);
    }

    private static JsonNode spelledOut(JsonNode node, JsonNode definitions) {
        if (node.has(USE)) {
            return spelledOut(definitions.required(node.path(USE).asText()), definitions);
        }
        if (node.isObject()) {
            ObjectNode copy = Json.mapper().createObjectNode();
            node.properties()
                    .forEach(property -> copy.set(property.getKey(), spelledOut(property.getValue(), definitions)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = Json.mapper().createArrayNode();
            node.forEach(element -> copy.add(spelledOut(element, definitions)));
            return copy;
        }
        return node;
    }
}
