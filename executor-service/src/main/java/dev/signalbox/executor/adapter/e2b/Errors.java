package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of E2B mean: of its control plane ({@code code, message, error_code}), of the proxy before sandboxes
 * ({@code sandboxId, message, code}) and of the daemon.
 */
final class Errors {

    private static final int LONGEST_MESSAGE = 300;

    private Errors() {}

    static SandboxException of(HttpResponse<byte[]> response, String what) {
        return of(response.statusCode(), response.headers(), response.body(), what);
    }

    static SandboxException of(int status, HttpHeaders headers, byte[] body, String what) {
        JsonNode error = parse(body);
        String message = what + ": " + message(status, error);
        Duration retryAfter = retryAfter(headers);
        return new SandboxException(kind(status, error, retryAfter), message, retryAfter, null);
    }

    private static Kind kind(int status, JsonNode error, @Nullable Duration retryAfter) {
        boolean fromProxy = error.has("sandboxId");
        return switch (status) {
            case 404 -> Kind.NOT_FOUND;
            // Without a time to wait it is the number of sandboxes at once, not the rate of requests.
            case 429 -> retryAfter == null && !fromProxy ? Kind.CAPACITY : Kind.RATE_LIMITED;
            case 502 -> fromProxy && !error.has("port") ? Kind.GONE : Kind.UNAVAILABLE;
            case 409 -> Kind.UNAVAILABLE;
            case 503, 504 ->
                error.path("error_code").asText().startsWith("sandbox_") ? Kind.CAPACITY : Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    }

    /** An error of a Connect procedure. */
    static SandboxException ofProcedure(JsonNode error, String what) {
        String message = what + ": " + shortened(error.path("message").asText("no reason given"));
        return new SandboxException(
                switch (error.path("code").asText()) {
                    case "not_found" -> Kind.NOT_FOUND;
                    case "invalid_argument",
                            "failed_precondition",
                            "already_exists",
                            "unauthenticated",
                            "permission_denied",
                            "unimplemented" -> Kind.REFUSED;
                    case "resource_exhausted" -> Kind.RATE_LIMITED;
                    default -> message.contains("not a directory") ? Kind.NOT_FOUND : Kind.UNAVAILABLE;
                },
                message);
    }

    static SandboxException unreachable(String what, IOException e) {
        return new SandboxException(Kind.UNAVAILABLE, what + ": E2B cannot be reached", e);
    }

    static SandboxException gone(String id) {
        return new SandboxException(Kind.GONE, "The sandbox " + id + " is gone");
    }

    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        Optional<String> value =
                headers.firstValue("Retry-After").filter(text -> text.strip().matches("\\d{1,7}"));
        return value.map(text -> Duration.ofSeconds(Long.parseLong(text.strip())))
                .orElse(null);
    }

    private static String message(int status, JsonNode error) {
        String text = error.path("message").asText("");
        return "status " + status + (text.isEmpty() ? "" : ", " + shortened(text));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode node = Json.mapper().readTree(body);
            return node == null ? Json.mapper().missingNode() : node;
        } catch (IOException e) {
            return Json.mapper().missingNode();
        }
    }
}
