package dev.signalbox.simulators.e2b;

import dev.signalbox.sandbox.SandboxException;
import java.util.Map;

/** An error of a Connect procedure. */
final class RpcError extends Exception {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Codes of the Connect protocol with their HTTP statuses in unary answers. */
    enum Code {
        UNKNOWN(500),
        INVALID_ARGUMENT(400),
        DEADLINE_EXCEEDED(504),
        NOT_FOUND(404),
        ALREADY_EXISTS(409),
        RESOURCE_EXHAUSTED(429),
        FAILED_PRECONDITION(400),
        UNIMPLEMENTED(501),
        INTERNAL(500),
        UNAVAILABLE(503),
        UNAUTHENTICATED(401);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        /** The code that a status stands for in streams. */
        static Code ofStatus(int status) {
            return switch (status) {
                case 400 -> INVALID_ARGUMENT;
                case 401 -> UNAUTHENTICATED;
                case 404 -> UNIMPLEMENTED;
                case 429, 502, 503, 504 -> UNAVAILABLE;
                default -> UNKNOWN;
            };
        }
    }

    RpcError(Code code, String message) {
        super(message);
        this.code = code;
    }

    static RpcError of(SandboxException e) {
        String message = String.valueOf(e.getMessage());
        return new RpcError(
                switch (e.kind()) {
                    case NOT_FOUND -> Code.NOT_FOUND;
                    case REFUSED -> Code.INVALID_ARGUMENT;
                    case GONE, UNAVAILABLE, CAPACITY, RATE_LIMITED -> Code.UNAVAILABLE;
                },
                message);
    }

    int status() {
        return code.status;
    }

    Map<String, Object> body() {
        return Map.of("code", code.name().toLowerCase(java.util.Locale.ROOT), "message", String.valueOf(getMessage()));
    }
}
