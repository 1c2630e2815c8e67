package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.domain.Caller;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The tools for clients of the revisions with sessions, up to 2025-11-25: the Quarkus extension speaks the protocol.
 */
@Singleton
final class SessionfulServer {

    private final ToolManager manager;
    private final Toolbox toolbox;
    private final CurrentVertxRequest request;

    SessionfulServer(ToolManager manager, Toolbox toolbox, CurrentVertxRequest request) {
        this.manager = manager;
        this.toolbox = toolbox;
        this.request = request;
    }

    void register(@Observes StartupEvent started) {
        for (ToolDeclaration tool : toolbox.declarations()) {
            manager.newTool(tool.name())
                    .setTitle(tool.title())
                    .setDescription(tool.description())
                    .setAnnotations(annotations(tool.annotations()))
                    .setInputSchema(new JsonObject(tool.inputSchema().toString()))
                    .setOutputSchema(new JsonObject(tool.outputSchema().toString()))
                    .setAsyncHandler(arguments -> call(tool.name(), arguments))
                    .register();
        }
    }

    private static ToolAnnotations annotations(JsonNode hints) {
        return new ToolAnnotations(
                null,
                hints.path("readOnlyHint").asBoolean(),
                hints.path("destructiveHint").asBoolean(),
                hints.path("idempotentHint").asBoolean(),
                hints.path("openWorldHint").asBoolean());
    }

    private Uni<ToolResponse> call(String name, ToolArguments given) {
        Caller caller = request.getCurrent().get(Caller.ATTRIBUTE);
        ToolCall call = new ToolCall(caller, json(given), progress(given));
        return toolbox.call(name, call).map(SessionfulServer::response);
    }

    private static ObjectNode json(ToolArguments given) {
        try {
            return (ObjectNode) Json.mapper().readTree(new JsonObject(given.args()).encode());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("arguments are JSON", e);
        }
    }

    private static ToolCall.Progress progress(ToolArguments given) {
        if (given.progress().token().isEmpty()) {
            return ToolCall.Progress.NONE;
        }
        return (step, message) -> given.progress()
                .notificationBuilder()
                .setProgress(step)
                .setMessage(message)
                .build()
                .send();
    }

    private static ToolResponse response(ToolOutcome outcome) {
        // As a tree: in a map the project's mapper would leave out what is null.
        return new ToolResponse(outcome.error(), List.of(new TextContent(outcome.text())), outcome.structured(), null);
    }
}
