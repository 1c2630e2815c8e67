package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.executor.app.agent.ModelException;
import dev.signalbox.executor.app.agent.ModelException.Kind;
import dev.signalbox.executor.app.agent.ModelListener;
import dev.signalbox.executor.app.agent.ModelProvider;
import dev.signalbox.executor.app.agent.ModelReply;
import dev.signalbox.executor.app.agent.ModelRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Anthropic's Messages API, version 2026-10-21, streamed. */
public final class AnthropicProvider implements ModelProvider {

    public static final String API_VERSION = "2026-10-21";

    private static final ModelHttp.Errors ERRORS = new AnthropicErrors();

    private final ModelHttp http;
    private final List<Pattern> served;
    private final Set<String> ids;

    private AnthropicProvider(ProviderSettings settings) {
        Map<String, String> headers = new HashMap<>();
        headers.put("anthropic-version", API_VERSION);
        if (!settings.key().isEmpty()) {
            headers.put("x-api-key", settings.key());
        }
        this.http = new ModelHttp(settings, headers);
        this.served = settings.patterns();
        this.ids = settings.ids();
    }

    public static AnthropicProvider open(ProviderSettings settings) {
        return new AnthropicProvider(settings);
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public Set<String> models() {
        return ids;
    }

    @Override
    public boolean serves(String model) {
        return served.stream().anyMatch(pattern -> pattern.matcher(model).matches());
    }

    @Override
    public ModelReply call(ModelRequest request, ModelListener listener) throws ModelException, InterruptedException {
        try (ModelHttp.Answer answer =
                http.post("/v1/messages", AnthropicRequests.body(request), "request-id", ERRORS)) {
            AnthropicStream stream = new AnthropicStream(listener);
            try {
                read(new ServerSentEvents(answer.body()), stream, listener);
            } catch (InterruptedIOException e) {
                throw new InterruptedException();
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw new ModelException(Kind.UNAVAILABLE, "the answer broke off", null, stream.tokens(), e);
            }
            if (!stream.ended()) {
                throw new ModelException(Kind.UNAVAILABLE, "the answer broke off", null, stream.tokens(), null);
            }
            return stream.reply(answer.requestId());
        } catch (IOException e) {
            throw new ModelException(Kind.UNAVAILABLE, "the connection could not be closed", null, TokenUsage.NONE, e);
        }
    }

    private void read(ServerSentEvents events, AnthropicStream stream, ModelListener listener)
            throws IOException, ModelException {
        for (var event = events.next(); event != null && !stream.ended(); event = events.next()) {
            listener.alive();
            if (event.data().isEmpty()) {
                continue;
            }
            JsonNode data = ModelHttp.json(event.data());
            if ("error".equals(data.path("type").asText())) {
                throw new ModelException(
                        ERRORS.kind(200, data),
                        "error in the stream" + http.said(ERRORS.message(data)),
                        null,
                        stream.tokens(),
                        null);
            }
            stream.take(data);
        }
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
