package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.simulators.Faults.Fault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request with its whole body, and the answer to it, which may be cut off by a fault. Used by one virtual thread. */
final class Exchange {

    private static final long SLOWEST_CLIENT_SECONDS = 60;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final byte[] body;
    private final @Nullable Fault drop;
    private long written;

    /**
     * @param drop after how many bytes the connection is closed; not at all when absent
     */
    Exchange(HttpServerRequest request, Buffer body, @Nullable Fault drop) {
        this.request = request;
        this.response = request.response();
        this.body = body.getBytes();
        this.drop = drop;
    }

    String method() {
        return request.method().name();
    }

    String path() {
        return request.path();
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    @Nullable
    String query(String name) {
        return request.getParam(name);
    }

    int queryNumber(String name, int otherwise) throws ApiError {
        String text = query(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ApiError(400, name + " is no number");
        }
    }

    byte[] body() {
        return body;
    }

    /** The body; an empty object when there is none. */
    JsonNode json() throws ApiError {
        if (body.length == 0) {
            return Json.mapper().createObjectNode();
        }
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new ApiError(
                    400, "Error when parsing request: " + e.getClass().getSimpleName());
        }
    }

    Optional<Long> headerNumber(String name) {
        try {
            return Optional.ofNullable(header(name)).map(Long::parseLong);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Exchange set(String header, String value) {
        response.putHeader(header, value);
        return this;
    }

    void json(int status, Object value) throws IOException {
        set("Content-Type", "application/json");
        all(status, jsonBytes(value));
    }

    void error(int status, Map<String, String> headers, Map<String, Object> value) throws IOException {
        headers.forEach(this::set);
        json(status, value);
    }

    void status(int status) throws IOException {
        all(status, new byte[0]);
    }

    /** A whole answer. */
    void all(int status, byte[] bytes) throws IOException {
        response.setStatusCode(status);
        if (status != 204) {
            set("Content-Length", Integer.toString(bytes.length));
        }
        if (drop != null && drop.afterBytes() <= 0) {
            disconnect();
        }
        if (drop != null && drop.afterBytes() < bytes.length) {
            await(response.write(Buffer.buffer(bytes).slice(0, (int) drop.afterBytes())));
            disconnect();
        }
        await(response.end(Buffer.buffer(bytes)));
    }

    /** Begins an answer that comes in pieces. */
    void begin(int status, @Nullable String contentType) {
        response.setStatusCode(status).setChunked(true);
        if (contentType != null) {
            set("Content-Type", contentType);
        }
    }

    /** Sends a piece, waiting while the client does not take it. */
    void write(byte[] bytes) throws IOException {
        if (drop != null && written + bytes.length > drop.afterBytes()) {
            int rest = (int) Math.max(0, drop.afterBytes() - written);
            if (rest > 0) {
                await(response.write(Buffer.buffer(bytes).slice(0, rest)));
            }
            disconnect();
        }
        written += bytes.length;
        await(response.write(Buffer.buffer(bytes)));
    }

    void end() throws IOException {
        if (drop != null && drop.afterBytes() <= 0) {
            disconnect();
        }
        await(response.end());
    }

    boolean begun() {
        return response.headWritten() || response.ended() || response.closed();
    }

    /** Closes the connection in the middle of the answer. */
    void disconnect() throws IOException {
        request.connection().close();
        throw new IOException("closed on demand");
    }

    private static void await(Future<Void> future) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(SLOWEST_CLIENT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }

    static byte[] jsonBytes(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
