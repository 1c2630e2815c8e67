package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.execution.Conversation.Kind;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.Conversation.Role;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.app.agent.ModelRequest;
import dev.signalbox.executor.domain.agent.Said;
import dev.signalbox.executor.domain.agent.ToolSpec;

/** Calls as {@code /chat/completions} takes them. */
final class OpenAiRequests {

    private OpenAiRequests() {}

    static ObjectNode body(ModelRequest request, OpenAiProvider.Flavour flavour) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("model", request.model());
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.put(flavour.maximumField(), request.maximumOutput());
        if (flavour.takesTemperature() && request.temperature() != null) {
            body.put("temperature", request.temperature());
        }
        if (!request.tools().isEmpty()) {
            tools(body.putArray("tools"), request);
            if (!request.mayUseTools()) {
                body.put("tool_choice", "none");
            }
        }
        if (request.answerSchema() != null) {
            ObjectNode format = body.putObject("response_format").put("type", "json_schema");
            // Not strict: strict takes only a part of JSON Schema, and the answer is validated anyway.
            format.putObject("json_schema")
                    .put("name", "answer")
                    .put("strict", false)
                    .set("schema", request.answerSchema());
        }
        ArrayNode messages = body.putArray("messages");
        if (!request.system().isBlank()) {
            messages.addObject().put("role", "system").put("content", request.system());
        }
        for (Said said : request.messages()) {
            message(messages, said.message());
        }
        return body;
    }

    private static void tools(ArrayNode tools, ModelRequest request) {
        for (ToolSpec tool : request.tools()) {
            tools.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("parameters", tool.arguments());
        }
    }

    private static void message(ArrayNode messages, Message message) {
        StringBuilder text = new StringBuilder();
        for (Part part : message.parts()) {
            if (part.kind() == Kind.TOOL_RESULT) {
                String result = part.text() == null ? "" : part.text();
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", part.callId())
                        .put("content", part.error() ? "Error: " + result : result);
            } else if (part.kind() == Kind.TEXT && part.text() != null) {
                text.append(text.isEmpty() ? "" : "\n\n").append(part.text());
            }
        }
        if (message.role() == Role.USER) {
            if (!text.isEmpty()) {
                messages.addObject().put("role", "user").put("content", text.toString());
            }
            return;
        }
        ObjectNode assistant = Json.mapper().createObjectNode().put("role", "assistant");
        assistant.put("content", text.toString());
        for (Part part : message.parts()) {
            if (part.kind() == Kind.TOOL_CALL) {
                assistant
                        .withArray("tool_calls")
                        .addObject()
                        .put("id", part.callId())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", part.tool())
                        .put("arguments", String.valueOf(part.arguments()));
            }
        }
        if (!text.isEmpty() || assistant.has("tool_calls")) {
            messages.add(assistant);
        }
    }
}
