package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.executor.app.agent.ModelException;
import dev.signalbox.executor.app.agent.ModelException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request to a provider: the answer as a stream, and failures by kind. */
final class ModelHttp {

    private static final int MOST_ERROR_BYTES = 64 * 1024;
    private static final int MOST_ERROR_TEXT = 300;

    private final HttpClient client;
    private final ProviderSettings settings;
    private final Map<String, String> headers;

    /** How a provider says what went wrong. */
    interface Errors {
        Kind kind(int status, JsonNode body);

        /** In words; from the provider, about the request. */
        String message(JsonNode body);
    }

    ModelHttp(ProviderSettings settings, Map<String, String> headers) {
        this.settings = settings;
        this.headers = Map.copyOf(headers);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /** An answer that is being read. */
    record Answer(InputStream body, @Nullable String requestId) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    Answer post(String path, ObjectNode body, String requestIdHeader, Errors errors)
            throws ModelException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + path))
                .timeout(settings.firstByte())
                .header("content-type", "application/json")
                .header("accept", "text/event-stream");
        headers.forEach(request::header);
        TraceContext.headers(Step.current().trace(), request::header);
        HttpResponse<InputStream> response;
        try {
            response = client.send(
                    request.POST(HttpRequest.BodyPublishers.ofString(
                                    Json.mapper().writeValueAsString(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw new ModelException(Kind.TIMEOUT, "no answer in time", null, TokenUsage.NONE, e);
        } catch (JsonProcessingException e) {
            throw new ModelException(Kind.INVALID, "the request is no JSON", null, TokenUsage.NONE, e);
        } catch (IOException e) {
            throw new ModelException(
                    Kind.UNAVAILABLE, "not reachable (" + e.getClass().getSimpleName() + ")", null, TokenUsage.NONE, e);
        }
        String requestId = response.headers().firstValue(requestIdHeader).orElse(null);
        if (response.statusCode() == 200) {
            return new Answer(response.body(), requestId);
        }
        throw failure(response, requestId, errors);
    }

    private ModelException failure(HttpResponse<InputStream> response, @Nullable String requestId, Errors errors) {
        JsonNode body = errorBody(response);
        String message = "HTTP " + response.statusCode() + said(errors.message(body))
                + (requestId == null ? "" : " [request " + requestId + "]");
        return new ModelException(
                errors.kind(response.statusCode(), body), message, retryAfter(response), TokenUsage.NONE, null);
    }

    /** What a provider says, without our key and without end. */
    String said(String message) {
        String text = settings.key().isEmpty() ? message : message.replace(settings.key(), "***");
        text = text.length() > MOST_ERROR_TEXT ? text.substring(0, MOST_ERROR_TEXT) + "..." : text;
        return text.isBlank() ? "" : ": " + text.strip();
    }

    private static JsonNode errorBody(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_ERROR_BYTES);
            return Json.mapper().readTree(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String millis = response.headers().firstValue("retry-after-ms").orElse("");
        String value = response.headers().firstValue("retry-after").orElse("");
        try {
            if (!millis.isBlank()) {
                return Duration.ofMillis((long) Math.max(0, Double.parseDouble(millis.strip())));
            }
            if (value.isBlank()) {
                return null;
            }
            return Duration.ofMillis((long) (Math.max(0, Double.parseDouble(value.strip())) * 1000));
        } catch (NumberFormatException notSeconds) {
            try {
                Duration until = Duration.between(
                        ZonedDateTime.now(java.time.ZoneOffset.UTC),
                        ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
                return until.isNegative() ? Duration.ZERO : until;
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }

    /** The kind that a status means wherever nothing more is known. */
    static Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 402 -> Kind.QUOTA;
            case 408, 504 -> Kind.TIMEOUT;
            case 409 -> Kind.UNAVAILABLE;
            case 413 -> Kind.TOO_LONG;
            case 429 -> Kind.RATE_LIMITED;
            case 503, 529 -> Kind.OVERLOADED;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
        };
    }

    static JsonNode json(String data) throws IOException {
        return Json.mapper().readTree(data.getBytes(StandardCharsets.UTF_8));
    }
}
