package dev.signalbox.gateway.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.app.RecordActs;
import dev.signalbox.gateway.app.RecordActs.Asked;
import dev.signalbox.gateway.app.RecordActs.Outcome;
import dev.signalbox.gateway.domain.AuditedActs;
import dev.signalbox.gateway.domain.AuditedActs.Act;
import dev.signalbox.gateway.domain.Caller;
import dev.signalbox.gateway.domain.Sha256;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands around everything below {@code /v1}: what may change something is recorded before it goes on, and what came of it when
 * it is answered. Of what is refused for want of a key or of a right, a bounded number is recorded.
 */
@Singleton
final class AuditFilter {

    private static final String ASKED = "signalbox.asked";

    /** Outside the edge, to see what it refuses. */
    private static final int AROUND_EDGE = 1001;

    /** The edge knows who asks. */
    private static final int AFTER_EDGE = 995;

    private final RecordActs acts;
    private final Bodies bodies;

    AuditFilter(RecordActs acts, Bodies bodies) {
        this.acts = acts;
        this.bodies = bodies;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::watch, AROUND_EDGE);
        filters.register(this::ask, AFTER_EDGE);
    }

    private void watch(RoutingContext context) {
        String path = context.normalizedPath();
        if (Edge.below(Edge.API, path) || Edge.below(Edge.MCP, path)) {
            context.addEndHandler(ended -> ended(context, ended.succeeded()));
        }
        context.next();
    }

    private void ask(RoutingContext context) {
        String path = context.normalizedPath();
        Optional<Act> act = Edge.below(Edge.API, path)
                ? AuditedActs.of(context.request().method().name(), path)
                : Optional.empty();
        if (act.isEmpty()) {
            context.next();
            return;
        }
        bodyOf(context, act.get())
                .compose(body -> ask(context, act.get(), body))
                .onSuccess(asked -> {
                    context.put(ASKED, asked);
                    context.next();
                })
                .onFailure(failure -> Problems.write(context, failure));
    }

    /**
     * Read only where the trail says something of it: the framework cannot take over a request of HTTP/2 whose body was read.
     * Those of which it does are passed on, and the framework never sees them.
     */
    private Future<Buffer> bodyOf(RoutingContext context, Act act) {
        return act.details().field() != null || act.details().hashed()
                ? bodies.read(context)
                : Future.succeededFuture(Buffer.buffer());
    }

    private Future<Asked> ask(RoutingContext context, Act act, Buffer body) {
        String choice = choice(act, body);
        Act chosen = "policy.put".equals(act.action()) && "active".equals(choice)
                ? new Act("policy.activate", act.subjectType(), act.subjectId(), act.details())
                : act;
        String hash = act.details().hashed() ? HexFormat.of().formatHex(Sha256.of(body.getBytes())) : null;
        return Future.fromCompletionStage(
                acts.ask(Edge.caller(context), chosen, choice, hash).subscribeAsCompletionStage(),
                context.vertx().getOrCreateContext());
    }

    private static @Nullable String choice(Act act, Buffer body) {
        String field = act.details().field();
        if (field == null) {
            return null;
        }
        try {
            JsonNode read = Json.mapper().readTree(body.getBytes());
            return act.details().choice(read.path(field).asText());
        } catch (IOException e) {
            // Whoever it is passed on to refuses it.
            return null;
        }
    }

    private void ended(RoutingContext context, boolean answered) {
        Asked asked = context.get(ASKED);
        Caller caller = context.get(Caller.ATTRIBUTE);
        if (caller == null) {
            return;
        }
        int status = context.response().getStatusCode();
        if (asked != null) {
            acts.ended(
                    caller,
                    asked,
                    answered ? Outcome.of(status, Problems.typeOf(context), created(context)) : Outcome.UNKNOWN);
        } else if (status == 401 || status == 403) {
            HttpServerRequest request = context.request();
            acts.refused(
                    caller,
                    status != 401,
                    AuditedActs.refused(request.method().name(), context.normalizedPath()),
                    status,
                    Problems.typeOf(context));
        }
    }

    /** The name of what was created, as its address ends. */
    private static @Nullable String created(RoutingContext context) {
        String location = context.response().headers().get(HttpHeaders.LOCATION);
        return location == null ? null : location.substring(location.lastIndexOf('/') + 1);
    }
}
