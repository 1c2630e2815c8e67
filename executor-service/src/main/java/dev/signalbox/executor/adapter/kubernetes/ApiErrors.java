package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the API server's refusals mean. */
final class ApiErrors {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMED_OUT = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private ApiErrors() {}

    /** Thrown by calls about the namespace or about a pod that is to be made. */
    static SandboxException of(KubernetesClientException e) {
        return of(e, Kind.REFUSED);
    }

    /** Thrown by calls about a pod that was there. */
    static SandboxException ofPod(KubernetesClientException e) {
        return of(e, Kind.GONE);
    }

    private static SandboxException of(KubernetesClientException e, Kind notFound) {
        String words = words(e);
        return switch (code(e)) {
            case UNAUTHORIZED -> refused("the API server does not know the executor's token", e);
            case FORBIDDEN ->
                words.contains("exceeded quota")
                        ? new SandboxException(Kind.CAPACITY, words, e.copyAsCause())
                        : refused(words, e);
            case NOT_FOUND -> new SandboxException(notFound, words, e.copyAsCause());
            case CONFLICT, TIMED_OUT -> new SandboxException(Kind.UNAVAILABLE, words, e.copyAsCause());
            case TOO_MANY -> new SandboxException(Kind.RATE_LIMITED, words, retryAfter(e.getStatus()), null);
            default ->
                code(e) >= SERVER || code(e) <= 0 || code(e) < UNAUTHORIZED - 1
                        ? new SandboxException(Kind.UNAVAILABLE, words, e.copyAsCause())
                        : refused(words, e);
        };
    }

    /** Whether the same call may do if it is made again. */
    static boolean passing(KubernetesClientException e) {
        return code(e) <= 0 || code(e) == TOO_MANY || code(e) >= SERVER;
    }

    /** Whether the call surely had no effect. */
    static boolean refusal(KubernetesClientException e) {
        return code(e) > UNAUTHORIZED - 2 && code(e) < SERVER && code(e) != TIMED_OUT;
    }

    /** The status; that of a connection to execute something is in a cause. */
    static int code(KubernetesClientException e) {
        Throwable cause = e;
        while (e.getCode() <= 0 && cause != null) {
            if (cause instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().code();
            }
            cause = cause.getCause();
        }
        return e.getCode();
    }

    private static SandboxException refused(String words, KubernetesClientException e) {
        return new SandboxException(Kind.REFUSED, words, e.copyAsCause());
    }

    private static String words(KubernetesClientException e) {
        Status status = e.getStatus();
        if (status != null && status.getMessage() != null) {
            return "Kubernetes: " + status.getMessage();
        }
        return code(e) > 0 ? "Kubernetes answers " + code(e) : "the API server cannot be reached";
    }

    private static @Nullable Duration retryAfter(@Nullable Status status) {
        if (status == null || status.getDetails() == null || status.getDetails().getRetryAfterSeconds() == null) {
            return null;
        }
        return Duration.ofSeconds(status.getDetails().getRetryAfterSeconds());
    }
}
