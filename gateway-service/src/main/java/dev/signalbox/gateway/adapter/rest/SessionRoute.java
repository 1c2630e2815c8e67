package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.Caller;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Passes {@code /v1/sessions}, {@code /v1/workflows}, {@code /v1/approvals}, {@code /v1/webhooks} and {@code /v1/audit}
 * through to session-service, and for operators {@code /v1/dead-letters}.
 */
@Singleton
public final class SessionRoute {

    private static final List<String> PATHS =
            List.of("/v1/sessions", "/v1/workflows", "/v1/approvals", "/v1/webhooks", "/v1/audit");

    /** What only operators may, and how a problem calls it. */
    private static final Map<String, String> OPERATOR_PATHS = Map.of("/v1/dead-letters", "dead letters");

    private final HttpClient client;
    private final PassThrough session;
    private final Bodies bodies;

    SessionRoute(Vertx vertx, GatewayConfig config, Bodies bodies) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(2000)
                .setMaxPoolSize(64)
                // Requests carry their trace already; Vert.x would add a second header.
                .setTracingPolicy(TracingPolicy.IGNORE));
        this.session = new PassThrough(client, config.sessionUrl(), "session-service", config.sessionTimeout());
        this.bodies = bodies;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    void routes(@Observes Router router) {
        PATHS.forEach(path -> route(router, path, Edge::caller));
        OPERATOR_PATHS.forEach((path, what) -> route(router, path, context -> Edge.operator(context, what)));
    }

    private void route(Router router, String path, Function<RoutingContext, Caller> callers) {
        for (String pattern : List.of(path, path + "/*")) {
            router.route(pattern)
                    .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                    .handler(context -> pass(context, callers.apply(context)));
        }
    }

    private void pass(RoutingContext context, Caller caller) {
        bodies.read(context)
                .compose(body -> session.pass(context, caller, body, context.normalizedPath()))
                .onFailure(failure -> Problems.write(context, failure));
    }
}
