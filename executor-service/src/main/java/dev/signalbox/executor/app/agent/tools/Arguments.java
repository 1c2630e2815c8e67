package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.app.agent.tools.Tool.ToolFailure;
import dev.signalbox.sandbox.Sandbox;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads arguments of tools, and describes them to models. */
public final class Arguments {

    private Arguments() {}

    /** A text that must be there. */
    public static String text(JsonNode arguments, String name) throws ToolFailure {
        JsonNode value = arguments.path(name);
        if (!value.isTextual()) {
            throw new ToolFailure("The argument \"" + name + "\" is missing; it is a text.");
        }
        return value.asText();
    }

    static String text(JsonNode arguments, String name, String otherwise) {
        return arguments.path(name).isTextual() ? arguments.path(name).asText() : otherwise;
    }

    static int number(JsonNode arguments, String name, int otherwise, int least, int most) {
        int value = arguments.path(name).asInt(otherwise);
        return Math.clamp(value, least, most);
    }

    /** A path in the working folder: relative, or absolute below it. */
    static String path(JsonNode arguments, String name, Sandbox sandbox) throws ToolFailure {
        String given = text(arguments, name, "").strip();
        String home = sandbox.workFolder();
        if (given.equals(home) || given.startsWith(home + "/")) {
            given = given.substring(home.length());
            given = given.startsWith("/") ? given.substring(1) : given;
        }
        if (given.startsWith("/") || given.startsWith("~") || given.indexOf('\0') >= 0) {
            throw new ToolFailure("The path must lie in the working folder " + home + ".");
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : given.split("/", -1)) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    throw new ToolFailure("The path must lie in the working folder " + home + ".");
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    static String file(JsonNode arguments, Sandbox sandbox) throws ToolFailure {
        text(arguments, "path");
        String path = path(arguments, "path", sandbox);
        if (path.isEmpty()) {
            throw new ToolFailure("The path names no file.");
        }
        return path;
    }

    /** Describes an object. */
    public static Schema object() {
        return new Schema();
    }

    /** Grows a schema. */
    public static final class Schema {
        private final ObjectNode node = Json.mapper().createObjectNode();

        private Schema() {
            node.put("type", "object");
            node.putObject("properties");
        }

        public Schema required(String name, String type, String description) {
            node.withArray("required").add(name);
            return optional(name, type, description);
        }

        public Schema optional(String name, String type, String description) {
            ((ObjectNode) node.get("properties"))
                    .putObject(name)
                    .put("type", type)
                    .put("description", description);
            return this;
        }

        public ObjectNode done() {
            return node.put("additionalProperties", false);
        }
    }
}
