package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.app.agent.ModelException;
import dev.signalbox.executor.app.agent.ModelException.Kind;
import dev.signalbox.executor.app.agent.ModelListener;
import dev.signalbox.executor.app.agent.ModelRequest;
import java.util.Map;

/** OpenAI's chat completions, streamed: OpenAI itself, Ollama, and the many others that speak it. */
public final class OpenAiProvider extends StreamingProvider {

    private static final int UNKNOWN_FAILURE = 500;
    private static final ModelHttp.Errors ERRORS = new OpenAiErrors();

    private final Flavour flavour;

    /** Who speaks it, and what they take. */
    public enum Flavour {
        OPENAI("max_completion_tokens", false),
        OLLAMA("max_tokens", true);

        private final String maximumField;
        private final boolean takesTemperature;

        Flavour(String maximumField, boolean takesTemperature) {
            this.maximumField = maximumField;
            this.takesTemperature = takesTemperature;
        }

        String maximumField() {
            return maximumField;
        }

        boolean takesTemperature() {
            return takesTemperature;
        }
    }

    private OpenAiProvider(Flavour flavour, ProviderSettings settings) {
        super(
                settings,
                settings.key().isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + settings.key()),
                ERRORS);
        this.flavour = flavour;
    }

    public static OpenAiProvider open(Flavour flavour, ProviderSettings settings) {
        return new OpenAiProvider(flavour, settings);
    }

    @Override
    public String name() {
        return flavour.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    ModelHttp.Answer ask(ModelHttp http, ModelRequest request) throws ModelException, InterruptedException {
        return http.post("/chat/completions", OpenAiRequests.body(request, flavour), "x-request-id", ERRORS);
    }

    @Override
    Reply begin(ModelListener listener) {
        return new OpenAiStream(listener);
    }

    @Override
    int errorStatus(JsonNode event) {
        return event.hasNonNull("error") ? UNKNOWN_FAILURE : 0;
    }

    private static final class OpenAiErrors implements ModelHttp.Errors {
        @Override
        public Kind kind(int status, JsonNode body) {
            String code = body.path("error").path("code").asText("");
            String type = body.path("error").path("type").asText("");
            return switch (code) {
                case "insufficient_quota", "billing_hard_limit_reached" -> Kind.QUOTA;
                case "rate_limit_exceeded" -> Kind.RATE_LIMITED;
                case "context_length_exceeded", "string_above_max_length" -> Kind.TOO_LONG;
                case "content_filter", "content_policy_violation" -> Kind.CONTENT;
                case "invalid_api_key" -> Kind.AUTH;
                default -> "insufficient_quota".equals(type) ? Kind.QUOTA : ModelHttp.byStatus(status);
            };
        }

        @Override
        public String message(JsonNode body) {
            JsonNode error = body.path("error");
            return error.isTextual() ? error.asText() : error.path("message").asText("");
        }
    }
}
