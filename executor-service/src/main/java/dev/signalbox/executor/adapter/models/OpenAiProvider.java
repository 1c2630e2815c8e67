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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** OpenAI's chat completions, streamed: OpenAI itself, Ollama, and the many others that speak it. */
public final class OpenAiProvider implements ModelProvider {

    private static final ModelHttp.Errors ERRORS = new OpenAiErrors();

    private final Flavour flavour;
    private final ModelHttp http;
    private final List<Pattern> served;
    private final Set<String> ids;

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
        this.flavour = flavour;
        this.http = new ModelHttp(
                settings, settings.key().isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + settings.key()));
        this.served = settings.patterns();
        this.ids = settings.ids();
    }

    public static OpenAiProvider open(Flavour flavour, ProviderSettings settings) {
        return new OpenAiProvider(flavour, settings);
    }

    @Override
    public String name() {
        return flavour.name().toLowerCase(java.util.Locale.ROOT);
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
                http.post("/chat/completions", OpenAiRequests.body(request, flavour), "x-request-id", ERRORS)) {
            OpenAiStream stream = new OpenAiStream(listener);
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
            if (!stream.finished()) {
                throw new ModelException(Kind.UNAVAILABLE, "the answer broke off", null, stream.tokens(), null);
            }
            return stream.reply(answer.requestId());
        } catch (IOException e) {
            throw new ModelException(Kind.UNAVAILABLE, "the connection could not be closed", null, TokenUsage.NONE, e);
        }
    }

    private void read(ServerSentEvents events, OpenAiStream stream, ModelListener listener)
            throws IOException, ModelException {
        for (var event = events.next(); event != null; event = events.next()) {
            listener.alive();
            if (event.data().isEmpty()) {
                continue;
            }
            if ("[DONE]".equals(event.data().strip())) {
                return;
            }
            JsonNode chunk = ModelHttp.json(event.data());
            if (chunk.hasNonNull("error")) {
                throw new ModelException(
                        ERRORS.kind(500, chunk),
                        "error in the stream" + http.said(ERRORS.message(chunk)),
                        null,
                        stream.tokens(),
                        null);
            }
            stream.take(chunk);
        }
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
