package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.Conversation.Role;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.app.agent.ModelRequest;
import dev.signalbox.executor.domain.agent.Said;
import dev.signalbox.executor.domain.agent.ToolSpec;

/**
 * Calls as Anthropic's Messages API takes them since version 2026-10-21: without temperature. Three marks for its prompt
 * cache: after the tools, after the system prompt, and at the end of the conversation, which the next call begins with.
 */
final class AnthropicRequests {

    private AnthropicRequests() {}

    static ObjectNode body(ModelRequest request) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("model", request.model());
        body.put("max_tokens", request.maximumOutput());
        body.put("stream", true);
        if (!request.system().isBlank()) {
            ObjectNode system = body.putArray("system").addObject();
            system.put("type", "text").put("text", request.system());
            mark(system);
        }
        if (!request.tools().isEmpty()) {
            tools(body.putArray("tools"), request);
            if (!request.mayUseTools()) {
                body.putObject("tool_choice").put("type", "none");
            }
        }
        if (request.answerSchema() != null) {
            body.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", request.answerSchema());
        }
        messages(body.putArray("messages"), request);
        return body;
    }

    private static void tools(ArrayNode tools, ModelRequest request) {
        for (ToolSpec tool : request.tools()) {
            tools.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("input_schema", tool.arguments());
        }
        mark((ObjectNode) tools.get(tools.size() - 1));
    }

    private static void messages(ArrayNode messages, ModelRequest request) {
        for (Said said : request.messages()) {
            Message message = said.message();
            ObjectNode node = Json.mapper().createObjectNode();
            node.put("role", message.role() == Role.USER ? "user" : "assistant");
            JsonNode original = said.original();
            if (original != null && request.model().equals(said.model())) {
                node.set("content", original);
                messages.add(node);
                continue;
            }
            ArrayNode content = node.putArray("content");
            message.parts().forEach(part -> part(content, part));
            if (!content.isEmpty()) {
                messages.add(node);
            }
        }
        if (!messages.isEmpty()
                && messages.get(messages.size() - 1).get("content") instanceof ArrayNode last
                && last.get(last.size() - 1) instanceof ObjectNode block
                && "user".equals(messages.get(messages.size() - 1).path("role").asText())) {
            mark(block);
        }
    }

    private static void part(ArrayNode content, Part part) {
        String text = part.text() == null ? "" : part.text();
        switch (part.kind()) {
            case TEXT -> {
                if (!text.isBlank()) {
                    content.addObject().put("type", "text").put("text", text);
                }
            }
            case TOOL_CALL ->
                content.addObject()
                        .put("type", "tool_use")
                        .put("id", id(part))
                        .put("name", part.tool())
                        .set("input", part.arguments());
            case TOOL_RESULT ->
                content.addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", id(part))
                        .put("content", text)
                        .put("is_error", part.error());
        }
    }

    /** Identifiers of other providers may hold what Anthropic does not take. */
    private static String id(Part part) {
        String id = part.callId() == null ? "" : part.callId();
        return id.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static void mark(ObjectNode block) {
        block.putObject("cache_control").put("type", "ephemeral");
    }
}
