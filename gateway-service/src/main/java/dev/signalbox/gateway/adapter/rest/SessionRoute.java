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

/**
 * Passes {@code /v1/sessions}, {@code /v1/workflows}, {@code /v1/approvals} and {@code /v1/webhooks} through to
 * session-service.
 */
@Singleton
public final class SessionRoute {

    private static final List<String> PATHS = List.of("/v1/sessions", "/v1/workflows", "/v1/approvals", "/v1/webhooks");

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
        for (String path : PATHS) {
            for (String pattern : List.of(path, path + "/*")) {
                router.route(pattern)
                        .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                        .handler(this::pass);
            }
        }
    }

    private void pass(RoutingContext context) {
        Caller caller = Edge.caller(context);
        bodies.read(context)
                .compose(body -> session.pass(context, caller, body, context.normalizedPath()))
                .onFailure(failure -> Problems.write(context, failure));
    }
}
