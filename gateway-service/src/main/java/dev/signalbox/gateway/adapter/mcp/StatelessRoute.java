package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The revision of the protocol without sessions, 2026-07-28, at the same address as those with sessions: a request that
 * carries its version and the client's capabilities in itself is answered here, everything else by the Quarkus
 * extension, which does not speak this revision before its version 2.
 */
@Singleton
final class StatelessRoute {

    private static final String SESSION_HEADER = "Mcp-Session-Id";
    /** Filters stand at their negative priorities; the extension's routes come after zero. */
    private static final int AFTER_FILTERS = -500;

    private static final int KEEP_ALIVE_MILLIS = 15_000;

    private final StatelessServer server;
    private final long bodyLimit;

    StatelessRoute(
            StatelessServer server, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodyLimit) {
        this.server = server;
        this.bodyLimit = bodyLimit.asLongValue();
    }

    void routes(@Observes Router router) {
        router.route(Guard.PATH).order(AFTER_FILTERS).handler(this::refuseWithoutSession);
        router.post(Guard.PATH)
                .order(AFTER_FILTERS)
                .handler(BodyHandler.create(false).setBodyLimit(bodyLimit))
                .handler(this::handle);
    }

    /** There is no stream to open and no session to end. */
    private void refuseWithoutSession(RoutingContext context) {
        HttpMethod method = context.request().method();
        boolean session = context.request().getHeader(SESSION_HEADER) != null;
        if (method.equals(HttpMethod.POST)
                || session && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.DELETE))) {
            context.next();
        } else {
            context.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "POST")
                    .end();
        }
    }

    private void handle(RoutingContext context) {
        JsonNode message = read(context);
        if (message == null
                || !StatelessServer.concerns(message, context.request().headers())) {
            context.next();
            return;
        }
        StatelessServer.Reply reply = server.reply(message, context);
        if (reply.call() == null) {
            answer(context, reply.status(), reply.body());
        } else if (reply.progressToken() == null) {
            call(context, reply);
        } else {
            stream(context, reply, reply.progressToken());
        }
    }

    private static @Nullable JsonNode read(RoutingContext context) {
        try {
            return Json.mapper().readTree(context.body().asString());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        }
    }

    private static void answer(RoutingContext context, int status, @Nullable JsonNode body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response().setStatusCode(status);
        if (body == null) {
            context.response().end();
        } else {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body.toString());
        }
    }

    private static void call(RoutingContext context, StatelessServer.Reply reply) {
        Context loop = Vertx.currentContext();
        Cancellable following = java.util.Objects.requireNonNull(reply.call())
                .with(ToolCall.Progress.NONE)
                .emitOn(task -> loop.runOnContext(ignored -> task.run()))
                .subscribe()
                .with(result -> answer(context, 200, result), context::fail);
        context.response().closeHandler(closed -> following.cancel());
    }

    /** Notifications first, the response last, comments in between: some proxies end what is silent. */
    private static void stream(RoutingContext context, StatelessServer.Reply reply, JsonNode token) {
        Context loop = Vertx.currentContext();
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        context.response().write(":\n\n");
        long timer = loop.owner().setPeriodic(KEEP_ALIVE_MILLIS, id -> {
            if (!context.response().closed()) {
                context.response().write(":\n\n");
            }
        });
        Cancellable following = java.util.Objects.requireNonNull(reply.call())
                .with(new Notifications(context.response(), token))
                .emitOn(task -> loop.runOnContext(ignored -> task.run()))
                .onTermination()
                .invoke(() -> loop.owner().cancelTimer(timer))
                .subscribe()
                .with(
                        result -> context.response().end(Notifications.event(result)),
                        failure -> context.response().reset());
        context.response().closeHandler(closed -> following.cancel());
    }
}
