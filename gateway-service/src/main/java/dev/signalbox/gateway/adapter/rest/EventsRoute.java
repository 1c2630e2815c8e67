package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.app.FollowTask;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.SequencedEvent;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/tasks/{id}/events}. A route and not a resource, because a batch of events then is one write, and
 * comments, headers and the end are under control.
 */
@Singleton
public final class EventsRoute {

    private static final String EVENT_STREAM = "text/event-stream";

    private final FollowTask follow;
    private final Duration keepAlive;

    EventsRoute(FollowTask follow, GatewayConfig config) {
        this.follow = follow;
        this.keepAlive = config.keepAlive();
    }

    void routes(@Observes Router router) {
        router.route("/v1/tasks/:id/events")
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                .handler(this::handle);
    }

    private void handle(RoutingContext context) {
        if (!context.request().method().equals(HttpMethod.GET)) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET");
            throw Refusal.of(ProblemType.METHOD_NOT_ALLOWED, "events are read with GET");
        }
        if (!accepted(context.request().getHeader(HttpHeaders.ACCEPT))) {
            throw Refusal.of(ProblemType.NOT_ACCEPTABLE, "events come as " + EVENT_STREAM);
        }
        long after = Parameters.after(
                context.request().getHeader("Last-Event-ID"), context.request().getParam("after"));
        Context loop = Vertx.currentContext();
        follow.follow(Edge.caller(context).tenant(), Parameters.taskId(context.pathParam("id")), after)
                .emitOn(task -> loop.runOnContext(ignored -> task.run()))
                .subscribe()
                .with(events -> answer(context, loop, events), failure -> Problems.write(context, failure));
    }

    private static boolean accepted(@Nullable String accept) {
        return accept == null
                || accept.isBlank()
                || accept.contains(EVENT_STREAM)
                || accept.contains("text/*")
                || accept.contains("*/*");
    }

    private void answer(RoutingContext context, Context loop, Optional<Multi<List<SequencedEvent>>> events) {
        if (events.isEmpty()) {
            context.response().setStatusCode(204).end();
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM + ";charset=UTF-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        events.get()
                .emitOn(task -> loop.runOnContext(ignored -> task.run()))
                .subscribe()
                .withSubscriber(new EventWriter(context, loop.owner(), keepAlive));
    }
}
