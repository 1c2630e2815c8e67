package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Answers of kind {@code Status}. */
final class Statuses {

    private Statuses() {}

    /** What a request is refused with. */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        final int code;
        final String reason;
        final transient @Nullable Integer retryAfterSeconds;

        Refusal(int code, String reason, String message) {
            this(code, reason, message, null);
        }

        Refusal(int code, String reason, String message, @Nullable Integer retryAfterSeconds) {
            super(message);
            this.code = code;
            this.reason = reason;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        ObjectNode status() {
            ObjectNode status = failure(code, reason, String.valueOf(getMessage()));
            if (retryAfterSeconds != null) {
                status.putObject("details").put("retryAfterSeconds", retryAfterSeconds);
            }
            return status;
        }
    }

    static Refusal podNotFound(String name) {
        return new Refusal(404, "NotFound", "pods \"" + name + "\" not found");
    }

    static ObjectNode failure(int code, String reason, String message) {
        return status("Failure").put("message", message).put("reason", reason).put("code", code);
    }

    /** How an executed command ended, as it is told on the error channel. */
    static ObjectNode ofExit(int exitCode) {
        if (exitCode == 0) {
            return status("Success");
        }
        ObjectNode status = status("Failure")
                .put("message", "command terminated with non-zero exit code: exit status " + exitCode)
                .put("reason", "NonZeroExitCode");
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(exitCode));
        return status;
    }

    private static ObjectNode status(String result) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", result);
    }

    /** The reason word of an HTTP status. */
    static String reason(int code) {
        return switch (code) {
            case 400 -> "BadRequest";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 409 -> "AlreadyExists";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            case 503 -> "ServiceUnavailable";
            case 504 -> "Timeout";
            default -> "InternalError";
        };
    }
}
