package dev.signalbox.launcher.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Messages as requests of HTTP, with the headers that the protocol wants. */
final class Requests {

    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";

    /** Longer than any tool waits. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final URI endpoint;
    private final @Nullable String apiKey;

    Requests(URI endpoint, @Nullable String apiKey) {
        this.endpoint = endpoint;
        this.apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey;
    }

    URI endpoint() {
        return endpoint;
    }

    /**
     * A message on its way.
     *
     * @param session begun by {@code initialize}; absent before, and where the message carries all that is needed itself
     * @param negotiated version of the session
     */
    HttpRequest post(JsonNode message, @Nullable String session, @Nullable String negotiated) {
        HttpRequest.Builder request = builder(session, PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()));
        JsonNode own = message.path("params").path("_meta").path(META_VERSION);
        if (own.isTextual()) {
            request.header("MCP-Protocol-Version", value(own.asText()));
            request.header("Mcp-Method", value(message.path("method").asText()));
            JsonNode name = message.path("params").path("name");
            if (name.isTextual()) {
                request.header("Mcp-Name", value(name.asText()));
            }
        } else if (negotiated != null && session != null) {
            request.header("MCP-Protocol-Version", negotiated);
        }
        return request.build();
    }

    HttpRequest delete(String session, @Nullable String negotiated) {
        HttpRequest.Builder request = builder(session, FAREWELL).DELETE();
        if (negotiated != null) {
            request.header("MCP-Protocol-Version", negotiated);
        }
        return request.build();
    }

    private HttpRequest.Builder builder(@Nullable String session, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).timeout(timeout);
        if (apiKey != null) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return request;
    }

    /** What a header cannot hold is encoded as the protocol says. */
    private static String value(String text) {
        return text.matches("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?")
                ? text
                : "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
