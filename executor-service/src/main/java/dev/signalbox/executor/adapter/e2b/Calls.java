package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** HTTP calls, repeated within bounds where that changes nothing, and their errors. */
final class Calls {

    private static final long FIRST_PAUSE_MILLIS = 150;
    private static final long LONGEST_PAUSE_MILLIS = 3000;

    private final HttpClient client;
    private final Duration patience;

    Calls(HttpClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Sends it once. */
    <T> HttpResponse<T> once(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(request, handler);
    }

    /** Something that changes nothing when it is done again. */
    interface Repeatable<T> {
        T run() throws SandboxException, InterruptedException;
    }

    /**
     * Sends a request that may be repeated, again and again while the other side is busy or fails.
     *
     * @param expected statuses that are answers and not errors
     */
    HttpResponse<byte[]> repeated(HttpRequest request, String what, Set<Integer> expected)
            throws SandboxException, InterruptedException {
        return repeated(() -> {
            try {
                HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
                if (expected.contains(response.statusCode())) {
                    return response;
                }
                throw Errors.of(response, what);
            } catch (IOException e) {
                throw Errors.unreachable(what, e);
            }
        });
    }

    /** Does it again and again while the other side is busy or fails, as long as there is patience. */
    <T> T repeated(Repeatable<T> action) throws SandboxException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return action.run();
            } catch (SandboxException failure) {
                long wait = failure.retryAfter().map(Duration::toMillis).orElse(pause);
                if (!mayPass(failure) || System.nanoTime() + wait * 1_000_000 >= deadline) {
                    throw failure;
                }
                Thread.sleep(wait + ThreadLocalRandom.current().nextLong(FIRST_PAUSE_MILLIS));
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            }
        }
    }

    private static boolean mayPass(SandboxException failure) {
        return failure.kind() == Kind.RATE_LIMITED
                || failure.kind() == Kind.UNAVAILABLE
                || failure.kind() == Kind.CAPACITY;
    }

    static JsonNode json(byte[] body, String what) throws SandboxException {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new SandboxException(Kind.UNAVAILABLE, what + ": the answer of E2B is no JSON", e);
        }
    }

    static byte[] bytes(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
