package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Answers requests of revision 2026-07-28: discovers, lists and calls tools. */
@Singleton
class StatelessServer {

    static final String VERSION = "2026-07-28";

    private static final String VERSION_HEADER = "MCP-Protocol-Version";
    private static final String METHOD_HEADER = "Mcp-Method";
    private static final String NAME_HEADER = "Mcp-Name";
    private static final String META = "io.modelcontextprotocol/";
    private static final String VERSION_KEY = META + "protocolVersion";
    private static final String CAPABILITIES_KEY = META + "clientCapabilities";

    private static final int INVALID_REQUEST = -32600;
    private static final int UNKNOWN_METHOD = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int HEADER_MISMATCH = -32020;
    private static final int UNSUPPORTED_VERSION = -32022;

    /** The tools change with releases only. */
    private static final int TIME_TO_LIVE_MILLIS = 300_000;

    private final Toolbox toolbox;
    private final String instructions;
    private final ObjectNode serverInfo;

    StatelessServer(
            Toolbox toolbox,
            @ConfigProperty(name = "quarkus.mcp.server.server-info.instructions") String instructions,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.toolbox = toolbox;
        this.instructions = instructions;
        this.serverInfo = JsonWords.object()
                .put("name", "signalbox")
                .put("title", "Signalbox")
                .put("version", version);
    }

    /** What a request asks for, to be done with its progress told somewhere. */
    interface Call {
        /** The response. */
        Uni<JsonNode> with(ToolCall.Progress progress);
    }

    /**
     * How a request is answered.
     *
     * @param body absent for a notification, and where there is a call
     * @param progressToken where the client wants to hear how the call goes
     */
    record Reply(
            int status,
            @Nullable JsonNode body,
            @Nullable Call call,
            @Nullable JsonNode progressToken) {}

    /** A request that failed before anything was called. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final int code;
        private final transient @Nullable JsonNode data;

        Refused(int status, int code, String message, @Nullable JsonNode data) {
            super(message, null, false, false);
            this.status = status;
            this.code = code;
            this.data = data;
        }
    }

    /** Whether a message is of this revision, and not of those that begin with {@code initialize}. */
    static boolean concerns(JsonNode message, MultiMap headers) {
        if (message.path("params").path("_meta").has(VERSION_KEY)) {
            return true;
        }
        String method = message.path("method").asText();
        return message.isObject()
                && !method.equals("initialize")
                && (headers.contains(METHOD_HEADER)
                        || VERSION.equals(headers.get(VERSION_HEADER))
                        || method.equals("server/discover"));
    }

    Reply reply(JsonNode message, RoutingContext context) {
        JsonNode id = message.path("id");
        try {
            return accepted(message, id, context);
        } catch (Refused e) {
            ObjectNode error = JsonWords.object().put("code", e.code).put("message", e.getMessage());
            if (e.data != null) {
                error.set("data", e.data);
            }
            ObjectNode body = JsonWords.object().put("jsonrpc", "2.0");
            body.set("id", id.isMissingNode() ? NullNode.getInstance() : id);
            body.set("error", error);
            return new Reply(e.status, body, null, null);
        }
    }

    private Reply accepted(JsonNode message, JsonNode id, RoutingContext context) {
        String method = message.path("method").asText();
        if (!message.path("jsonrpc").asText().equals("2.0") || method.isEmpty()) {
            throw new Refused(400, INVALID_REQUEST, "this is no JSON-RPC 2.0 request", null);
        }
        if (id.isMissingNode()) {
            return new Reply(202, null, null, null);
        }
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw new Refused(400, INVALID_REQUEST, "the id of a request is text or an integer", null);
        }
        JsonNode params = message.path("params");
        JsonNode meta = params.path("_meta");
        check(method, params, meta, context.request().headers());
        return switch (method) {
            case "server/discover" -> new Reply(200, response(id, discovered()), null, null);
            case "tools/list" -> new Reply(200, response(id, listed(params)), null, null);
            case "tools/call" -> called(id, params, meta, context);
            default -> throw new Refused(404, UNKNOWN_METHOD, "there is no method " + method, null);
        };
    }

    private static void check(String method, JsonNode params, JsonNode meta, MultiMap headers) {
        if (!meta.path(VERSION_KEY).isTextual()) {
            throw new Refused(400, INVALID_PARAMS, "_meta lacks " + VERSION_KEY, null);
        }
        String version = meta.path(VERSION_KEY).asText();
        same(VERSION_HEADER, headers.get(VERSION_HEADER), version);
        if (!version.equals(VERSION)) {
            ObjectNode data = JsonWords.object();
            data.putArray("supported").add(VERSION);
            data.put("requested", version);
            throw new Refused(400, UNSUPPORTED_VERSION, "the version is not supported without a session", data);
        }
        if (!meta.path(CAPABILITIES_KEY).isObject()) {
            throw new Refused(400, INVALID_PARAMS, "_meta lacks " + CAPABILITIES_KEY, null);
        }
        same(METHOD_HEADER, headers.get(METHOD_HEADER), method);
        if (method.equals("tools/call")) {
            same(
                    NAME_HEADER,
                    decoded(headers.get(NAME_HEADER)),
                    params.path("name").asText());
        }
    }

    private static void same(String header, @Nullable String given, String expected) {
        if (!expected.equals(given)) {
            throw new Refused(
                    400,
                    HEADER_MISMATCH,
                    "the header " + header + (given == null ? " is missing" : " says something else than the body"),
                    null);
        }
    }

    /** {@code =?base64?...?=} stands for what a header cannot hold. */
    private static @Nullable String decoded(@Nullable String header) {
        if (header == null || !header.startsWith("=?base64?") || !header.endsWith("?=")) {
            return header;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring("=?base64?".length(), header.length() - 2));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private ObjectNode discovered() {
        ObjectNode result = cached();
        result.putArray("supportedVersions").add(VERSION);
        result.putObject("capabilities").putObject("tools");
        result.put("instructions", instructions);
        return result;
    }

    private ObjectNode listed(JsonNode params) {
        if (params.hasNonNull("cursor")) {
            throw new Refused(400, INVALID_PARAMS, "all tools are on the first page", null);
        }
        ObjectNode result = cached();
        ArrayNode tools = result.putArray("tools");
        for (ToolDeclaration tool : toolbox.declarations()) {
            ObjectNode told = tools.addObject()
                    .put("name", tool.name())
                    .put("title", tool.title())
                    .put("description", tool.description());
            told.set("annotations", tool.annotations());
            told.set("inputSchema", tool.inputSchema());
            told.set("outputSchema", tool.outputSchema());
        }
        return result;
    }

    private ObjectNode cached() {
        return complete().put("ttlMs", TIME_TO_LIVE_MILLIS).put("cacheScope", "private");
    }

    private ObjectNode complete() {
        ObjectNode result = JsonWords.object().put("resultType", "complete");
        result.putObject("_meta").set(META + "serverInfo", serverInfo);
        return result;
    }

    private Reply called(JsonNode id, JsonNode params, JsonNode meta, RoutingContext context) {
        String name = params.path("name").asText();
        if (!toolbox.has(name)) {
            throw new Refused(400, INVALID_PARAMS, "there is no such tool; tools/list tells them", null);
        }
        JsonNode arguments = params.path("arguments");
        if (!arguments.isMissingNode() && !arguments.isObject()) {
            throw new Refused(400, INVALID_PARAMS, "arguments is an object", null);
        }
        Caller caller = Objects.requireNonNull(context.<Caller>get(Caller.ATTRIBUTE), "the edge was passed");
        JsonNode given = arguments.isObject() ? arguments : Json.mapper().valueToTree(Map.of());
        JsonNode token = meta.path("progressToken");
        Call call = progress ->
                toolbox.call(name, new ToolCall(caller, given, progress)).map(outcome -> response(id, result(outcome)));
        return new Reply(200, null, call, token.isTextual() || token.isNumber() ? token : null);
    }

    private ObjectNode result(ToolOutcome outcome) {
        ObjectNode result = complete();
        result.putArray("content").addObject().put("type", "text").put("text", outcome.text());
        if (outcome.structured() != null) {
            result.set("structuredContent", outcome.structured());
        }
        return result.put("isError", outcome.error());
    }

    private static JsonNode response(JsonNode id, JsonNode result) {
        ObjectNode response = JsonWords.object().put("jsonrpc", "2.0");
        response.set("id", id);
        response.set("result", result);
        return response;
    }
}
