package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.app.agent.ModelException;
import dev.signalbox.executor.app.agent.ModelException.Kind;
import dev.signalbox.executor.app.agent.ModelListener;
import dev.signalbox.executor.app.agent.ModelRequest;
import java.util.Map;
import java.util.TreeMap;

/** Anthropic's Messages API, version 2026-10-21, streamed. */
public final class AnthropicProvider extends StreamingProvider {

    public static final String API_VERSION = "2026-10-21";

    private static final int OK = 200;
    private static final ModelHttp.Errors ERRORS = new AnthropicErrors();

    private AnthropicProvider(ProviderSettings settings) {
        super(settings, headers(settings), ERRORS);
    }

    private static Map<String, String> headers(ProviderSettings settings) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("anthropic-version", API_VERSION);
        if (!settings.key().isEmpty()) {
            headers.put("x-api-key", settings.key());
        }
        return headers;
    }

    public static AnthropicProvider open(ProviderSettings settings) {
        return new AnthropicProvider(settings);
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    ModelHttp.Answer ask(ModelHttp http, ModelRequest request) throws ModelException, InterruptedException {
        return http.post("/v1/messages", AnthropicRequests.body(request), "request-id", ERRORS);
    }

    @Override
    Reply begin(ModelListener listener) {
        return new AnthropicStream(listener);
    }

    /** Errors come after HTTP 200 as well; their type says what they are. */
    @Override
    int errorStatus(JsonNode event) {
        return "error".equals(event.path("type").asText()) ? OK : 0;
    }

    @Override
    boolean endsWith(Reply reply) {
        return reply.ended();
    }

    private static final class AnthropicErrors implements ModelHttp.Errors {
        @Override
        public Kind kind(int status, JsonNode body) {
            JsonNode error = body.path("error");
            String message = error.path("message").asText("").toLowerCase(java.util.Locale.ROOT);
            String code = error.path("details").path("error_code").asText("");
            return switch (error.path("type").asText("")) {
                case "rate_limit_error" -> code.isEmpty() ? Kind.RATE_LIMITED : Kind.QUOTA;
                case "overloaded_error" -> Kind.OVERLOADED;
                case "timeout_error" -> Kind.TIMEOUT;
                case "api_error" -> Kind.UNAVAILABLE;
                case "authentication_error", "permission_error" -> Kind.AUTH;
                case "billing_error" -> Kind.QUOTA;
                case "request_too_large" -> Kind.TOO_LONG;
                case "invalid_request_error" -> invalid(message);
                default -> ModelHttp.byStatus(status == 200 ? 500 : status);
            };
        }

        private static Kind invalid(String message) {
            if (message.contains("too long") || message.contains("context window")) {
                return Kind.TOO_LONG;
            }
            if (message.contains("spend limit") || message.contains("credit balance")) {
                return Kind.QUOTA;
            }
            return message.contains("content filter") ? Kind.CONTENT : Kind.INVALID;
        }

        @Override
        public String message(JsonNode body) {
            return body.path("error").path("message").asText("");
        }
    }
}
