package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The forms in which planner, generator and reviewer answer. Strict enough for every provider's structured output. */
final class Schemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Schemas() {}

    static JsonNode plan() {
        ObjectNode step = object(Map.of(
                "name", text("short and unlike the others"),
                "description", text("what is to be done, for somebody who sees nothing but this"),
                "agent", text("name of the specialist who does it"),
                "doing", text("what they are doing then, in words: creating React components"),
                "depends_on", array(text("name of a step whose result is needed")),
                "done_when", text("what must be true of the result")));
        return object(Map.of("summary", text("the plan in a sentence or two"), "steps", array(step)));
    }

    static JsonNode team() {
        ObjectNode tool = JSON.objectNode().put("type", "string");
        tool.set("enum", strings(new TreeSet<>(TeamCheck.TOOLS)));
        ObjectNode model = text("haiku, sonnet or opus: the smallest that can do it");
        model.set("enum", strings(List.of("haiku", "sonnet", "opus")));
        ObjectNode agent = object(Map.of(
                "name", text("as the plan names the specialist"),
                "type", text("kind of specialist"),
                "system_prompt", text("who they are, how they work, what they care for"),
                "skills", array(text("a skill")),
                "tools", array(tool),
                "model", model));
        ObjectNode assignment =
                object(Map.of("agent", text("name of an agent"), "tasks", array(text("name of a step"))));
        return object(Map.of("agents", array(agent), "task_assignments", array(assignment)));
    }

    static JsonNode verdict() {
        ObjectNode verdict = text("pass when it does what was asked, else fail");
        verdict.set("enum", strings(List.of("pass", "fail")));
        return object(Map.of(
                "verdict", verdict, "feedback", array(text("what is missing or wrong, and what to do instead"))));
    }

    private static ObjectNode object(Map<String, ObjectNode> properties) {
        ObjectNode object = JSON.objectNode().put("type", "object");
        ObjectNode all = object.putObject("properties");
        new java.util.TreeMap<>(properties).forEach(all::set);
        object.set("required", strings(new TreeSet<>(properties.keySet())));
        return object.put("additionalProperties", false);
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode array = JSON.objectNode().put("type", "array");
        array.set("items", items);
        return array;
    }

    private static ObjectNode text(String description) {
        return JSON.objectNode().put("type", "string").put("description", description);
    }

    private static JsonNode strings(Iterable<String> values) {
        var array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }
}
