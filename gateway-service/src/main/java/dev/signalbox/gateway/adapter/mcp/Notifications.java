package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;

/**
 * Progress of one request, as server-sent events on its own response.
 *
 * @param token by which the client knows what it is about
 */
record Notifications(HttpServerResponse response, JsonNode token) implements ToolCall.Progress {

    @Override
    public Uni<Void> tell(long step, String message) {
        ObjectNode notification = JsonWords.object().put("jsonrpc", "2.0").put("method", "notifications/progress");
        ObjectNode params = notification.putObject("params");
        params.set("progressToken", token);
        params.put("progress", step).put("message", message);
        return Uni.createFrom()
                .completionStage(() -> response.write(event(notification)).toCompletionStage());
    }

    static String event(JsonNode message) {
        return "event: message\ndata: " + message + "\n\n";
    }
}
