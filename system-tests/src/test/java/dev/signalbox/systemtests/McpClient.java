package dev.signalbox.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The least of an MCP client over streamable HTTP (revision 2025-11-25): one request, its stream, its answer. */
final class McpClient {

    private static final String SESSION = "Mcp-Session-Id";
    private static final String REVISION = "2025-11-25";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private String session = "";
    private int requests;

    McpClient(int port) {
        this.address = URI.create("http://127.0.0.1:" + port + "/mcp");
        ObjectNode parameters = Client.JSON.createObjectNode().put("protocolVersion", REVISION);
        parameters.putObject("capabilities");
        parameters.putObject("clientInfo").put("name", "system-test").put("version", "1");
        request("initialize", parameters);
        send(Client.JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    }

    /** Calls a tool; its structured content. */
    JsonNode call(String tool, JsonNode arguments) {
        ObjectNode parameters = Client.JSON.createObjectNode().put("name", tool);
        parameters.set("arguments", arguments);
        JsonNode result = request("tools/call", parameters);
        if (result.path("isError").asBoolean()
                || result.path("structuredContent").isMissingNode()) {
            throw new AssertionError(tool + ": " + result);
        }
        return result.path("structuredContent");
    }

    JsonNode request(String method, ObjectNode parameters) {
        ObjectNode request = Client.JSON
                .createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", ++requests)
                .put("method", method);
        request.set("params", parameters);
        HttpResponse<String> response = send(request);
        for (String line : response.body().split("\n")) {
            String data = line.startsWith("data:") ? line.substring(5).strip() : line.strip();
            if (data.startsWith("{")) {
                JsonNode message = read(data);
                if (message.path("id").asInt() == requests) {
                    if (message.has("error")) {
                        throw new AssertionError(method + ": " + message);
                    }
                    return message.path("result");
                }
            }
        }
        throw new AssertionError(method + " was not answered: " + response.statusCode() + " " + response.body());
    }

    private static JsonNode read(String json) {
        try {
            return Client.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(JsonNode message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(120))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", REVISION)
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()));
        if (!session.isEmpty()) {
            request.header(SESSION, session);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            session = response.headers().firstValue(SESSION).orElse(session);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
