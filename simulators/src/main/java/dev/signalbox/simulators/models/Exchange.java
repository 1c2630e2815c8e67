package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.Faults.Kind;
import dev.signalbox.simulators.models.Protocol.Frame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of a model, answered as its provider would, at the pace of its class. */
final class Exchange {

    private static final int MILLIS = 1000;

    private final RoutingContext context;
    private final Protocol protocol;
    private final double pace;
    private final String id;

    Exchange(RoutingContext context, Protocol protocol, double pace, String id) {
        this.context = context;
        this.protocol = protocol;
        this.pace = pace;
        this.id = id;
    }

    void refuse(int status, String message, @Nullable Integer retryAfterSeconds) {
        HttpServerResponse response = context.response().setStatusCode(status);
        protocol.headers(id, status == 429 ? -1_000_000 : 0, 0).forEach(response::putHeader);
        if (retryAfterSeconds != null) {
            response.putHeader("retry-after", "" + retryAfterSeconds);
        }
        response.putHeader("content-type", "application/json").end(Texts.json(protocol.error(status, message, id)));
    }

    void answer(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, Optional<Fault> fault, long used) {
        HttpServerResponse response = context.response().setStatusCode(200);
        protocol.headers(id, -used, -split.total()).forEach(response::putHeader);
        ModelClass size = ModelClass.of(prompt.model());
        long slow = fault.filter(one -> one.kind() == Kind.SLOW)
                .map(Fault::delayMillis)
                .orElse(0L);
        long first = slow + (long) (size.firstToken().toMillis() * pace);
        long drop = fault.filter(one -> one.kind() == Kind.DROP)
                .map(one -> Math.max(1, one.afterBytes()))
                .orElse(Long.MAX_VALUE);
        if (!protocol.streams(body)) {
            long whole = first + millis(Texts.tokens(reply, prompt.model()), size);
            String text = Texts.json(protocol.answer(body, prompt, reply, split, id));
            response.putHeader("content-type", "application/json");
            if (drop < text.length()) {
                response.putHeader("content-length", "" + text.length());
            }
            later(whole, () -> {
                if (drop < text.length()) {
                    response.write(text.substring(0, (int) drop)).onComplete(done -> hangUp());
                } else {
                    response.end(text);
                }
            });
            return;
        }
        response.putHeader("content-type", protocol.streamType())
                .putHeader("cache-control", "no-cache")
                .setChunked(true);
        List<Frame> frames = protocol.frames(body, prompt, reply, split, id);
        later(first, () -> send(frames, 0, size, drop));
    }

    private void send(List<Frame> frames, int next, ModelClass size, long leftBytes) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return; // the client went away
        }
        if (next == frames.size()) {
            response.end();
            return;
        }
        Buffer piece = Buffer.buffer(frames.get(next).text());
        if (piece.length() >= leftBytes) {
            response.write(piece.getBuffer(0, (int) leftBytes)).onComplete(done -> hangUp());
            return;
        }
        response.write(piece)
                .onSuccess(done -> later(
                        millis(frames.get(next).tokens(), size),
                        () -> send(frames, next + 1, size, leftBytes - piece.length())));
    }

    private void hangUp() {
        context.request().connection().close();
    }

    private long millis(long tokens, ModelClass size) {
        return (long) (pace * MILLIS * tokens / size.tokensPerSecond());
    }

    private void later(long millis, Runnable action) {
        Vertx vertx = context.vertx();
        if (millis <= 0) {
            vertx.runOnContext(any -> action.run());
        } else {
            vertx.setTimer(millis, any -> action.run());
        }
    }
}
