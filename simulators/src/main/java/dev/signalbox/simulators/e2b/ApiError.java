package dev.signalbox.simulators.e2b;

import java.util.Map;

/** An answer of the control plane, of the proxy, or of envd's files that is an error. */
final class ApiError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;
    private final transient Map<String, Object> body;

    ApiError(int status, String message) {
        this(status, Map.of(), Map.of("code", status, "message", message));
    }

    private ApiError(int status, Map<String, String> headers, Map<String, Object> body) {
        super("status " + status);
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static ApiError withHeaders(int status, String message, Map<String, String> headers) {
        return new ApiError(status, headers, Map.of("code", status, "message", message));
    }

    /** Too many creates: come again after so many seconds. */
    static ApiError rateLimited(int limit, int seconds) {
        String wait = Integer.toString(seconds);
        return withHeaders(
                429,
                "Rate limit exceeded",
                Map.of(
                        "Retry-After",
                        wait,
                        "RateLimit-Limit",
                        Integer.toString(limit),
                        "RateLimit-Remaining",
                        "0",
                        "RateLimit-Reset",
                        wait));
    }

    static ApiError sandboxNotFound(String id) {
        return new ApiError(404, "Sandbox \"" + id + "\" does not exist or is gone");
    }

    /** The proxy before sandboxes: nothing runs under this identifier. */
    static ApiError proxyNotFound(String id) {
        return new ApiError(
                502, Map.of(), Map.of("sandboxId", id, "message", "The sandbox was not found", "code", 502));
    }

    /** The proxy before sandboxes: nothing listens on this port. */
    static ApiError portClosed(String id, int port) {
        return new ApiError(
                502,
                Map.of(),
                Map.of(
                        "sandboxId",
                        id,
                        "message",
                        "The sandbox is running but port is not open",
                        "port",
                        port,
                        "code",
                        502));
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, Object> body() {
        return body;
    }
}
