package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import io.quarkiverse.mcp.server.AudioContent;
import io.quarkiverse.mcp.server.EmbeddedResource;
import io.quarkiverse.mcp.server.ImageContent;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tools that the conformance suite calls, beside ours. What is text is offered by both servers; pictures, sounds and
 * notes in the log are the extension's alone, because none of our tools answers with them.
 */
@Alternative
@Singleton
class ConformanceTools extends Toolbox {

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final String SILENCE = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAAAAA==";
    /** Keywords that a server must hand on as they are. */
    private static final String SCHEMA = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
             "$defs": {"address": {"$anchor": "addressDef", "type": "object",
              "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
             "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"},
              "contactMethod": {"type": "string", "enum": ["phone", "email"]},
              "phone": {"type": "string"}, "email": {"type": "string"}},
             "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
             "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
             "then": {"required": ["phone"]}, "else": {"required": ["email"]}, "additionalProperties": false}""";

    private static final String SCHEMA_TOOL = "json_schema_2020_12_tool";
    private static final ImageContent IMAGE = new ImageContent(PIXEL, "image/png");
    private static final EmbeddedResource RESOURCE = new EmbeddedResource(new TextResourceContents(
            "test://embedded-resource", "This is an embedded resource content.", "text/plain"));

    private final Map<String, ToolCall.Function> fixtures = Map.of(
            "test_simple_text",
            call -> text("This is a simple text response for testing."),
            SCHEMA_TOOL,
            call -> text("ok"),
            "test_error_handling",
            call -> Uni.createFrom().item(ToolOutcome.refused("This tool intentionally returns an error for testing")),
            "test_tool_with_progress",
            call -> call.progress()
                    .tell(1, "half")
                    .chain(() -> call.progress().tell(2, "almost"))
                    .chain(() -> call.progress().tell(3, "done"))
                    .chain(() -> text("done")));

    ConformanceTools(
            SessionTools sessions, TaskTools tasks, AgentTools agents, ApprovalTools approvals, ToolAudit audit) {
        super(sessions, tasks, agents, approvals, audit);
    }

    private static Uni<ToolOutcome> text(String text) {
        return Uni.createFrom().item(new ToolOutcome(Json.mapper().createObjectNode(), text, false));
    }

    @Override
    List<ToolDeclaration> declarations() {
        ObjectNode any = Json.mapper().createObjectNode().put("type", "object");
        return Stream.concat(
                        super.declarations().stream(),
                        fixtures.keySet().stream().sorted().map(name -> declaration(name, any)))
                .toList();
    }

    private static ToolDeclaration declaration(String name, JsonNode any) {
        try {
            JsonNode input = name.equals(SCHEMA_TOOL) ? Json.mapper().readTree(SCHEMA) : any;
            return new ToolDeclaration(name, name, "For tests.", Json.mapper().createObjectNode(), input, any);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    boolean has(String name) {
        return fixtures.containsKey(name) || super.has(name);
    }

    @Override
    Uni<ToolOutcome> call(String name, ToolCall call) {
        ToolCall.Function fixture = fixtures.get(name);
        return fixture == null ? super.call(name, call) : fixture.call(call);
    }

    void register(@Observes StartupEvent started, ToolManager manager) {
        tool(manager, "test_image_content", new ToolResponse(false, List.of(IMAGE)));
        tool(manager, "test_audio_content", new ToolResponse(false, List.of(new AudioContent(SILENCE, "audio/wav"))));
        tool(manager, "test_embedded_resource", new ToolResponse(false, List.of(RESOURCE)));
        tool(
                manager,
                "test_multiple_content_types",
                new ToolResponse(false, List.of(new TextContent("Multiple content types test:"), IMAGE, RESOURCE)));
        manager.newTool("test_tool_with_logging")
                .setDescription("For tests.")
                .setHandler(arguments -> {
                    arguments.log().info("Tool execution started");
                    arguments.log().info("Tool processing data");
                    arguments.log().info("Tool execution completed");
                    return ToolResponse.success("done");
                })
                .register();
    }

    private static void tool(ToolManager manager, String name, ToolResponse response) {
        manager.newTool(name)
                .setDescription("For tests.")
                .setHandler(arguments -> response)
                .register();
    }
}
