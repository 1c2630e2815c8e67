package dev.signalbox.executor.adapter.scrapybara;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The calls, and what their refusals mean. */
final class ScrapybaraApi implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(150);
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 300;
    private static final int COMMAND_SECONDS = 60;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ScrapybaraSettings settings;

    ScrapybaraApi(ScrapybaraSettings settings) {
        this.settings = settings;
    }

    /** Runs a command in an instance and returns what it wrote when it has ended. */
    String bash(String id, String command) throws SandboxException, InterruptedException {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("command", command).put("timeout", COMMAND_SECONDS);
        return post("/v1/instance/" + id + "/bash", body).path("output").asText();
    }

    JsonNode get(String path) throws SandboxException, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                return send(request(path).GET().build());
            } catch (SandboxException e) {
                if (tried == TRIES || !e.kind().retryable() || e.kind() == Kind.GONE) {
                    throw e;
                }
                Thread.sleep(e.retryAfter().orElse(Duration.ofMillis(PAUSE_MILLIS * tried)));
            }
        }
    }

    JsonNode post(String path, ObjectNode body) throws SandboxException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + path))
                .header("x-api-key", settings.apiKey())
                .timeout(TIMEOUT);
        TraceContext.headers(Step.current().trace(), request::header);
        return request;
    }

    private JsonNode send(HttpRequest request) throws SandboxException, InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw refusal(response);
            }
            return Json.mapper().readTree(response.body());
        } catch (IOException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "Scrapybara cannot be reached", e);
        }
    }

    private static SandboxException refusal(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String words = "Scrapybara answers " + status;
        Kind kind = switch (status) {
            case 404, 410 -> Kind.GONE;
            case 429 -> Kind.RATE_LIMITED;
            case 408 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
        return new SandboxException(kind, words, retryAfter(response), null);
    }

    private static @Nullable Duration retryAfter(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
