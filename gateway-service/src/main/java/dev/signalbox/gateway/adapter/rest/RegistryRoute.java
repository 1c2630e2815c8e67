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
 * Passes {@code /v1/agents}, {@code /v1/skills} and {@code /v1/templates} through to agent-registry-service. Who of the
 * agents could work on a task, {@code POST /v1/agents/matches}, is router-service's to say.
 */
@Singleton
public final class RegistryRoute {

    private static final List<String> PATHS = List.of("/v1/agents", "/v1/skills", "/v1/templates");

    private final HttpClient client;
    private final PassThrough registry;
    private final PassThrough router;
    private final Bodies bodies;

    RegistryRoute(Vertx vertx, GatewayConfig config, Bodies bodies) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(2000)
                .setMaxPoolSize(32)
                // Requests carry their trace already; Vert.x would add a second header.
                .setTracingPolicy(TracingPolicy.IGNORE));
        this.registry =
                new PassThrough(client, config.registryUrl(), "agent-registry-service", config.registryTimeout());
        this.router = new PassThrough(client, config.routerUrl(), "router-service", config.registryTimeout());
        this.bodies = bodies;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    void routes(@Observes Router routes) {
        routes.post("/v1/agents/matches")
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                .handler(context -> pass(context, router, "/internal/agent-matches"));
        for (String path : PATHS) {
            for (String pattern : List.of(path, path + "/*")) {
                routes.route(pattern)
                        .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT + 1)
                        .handler(context -> pass(context, registry, context.normalizedPath()));
            }
        }
    }

    private void pass(RoutingContext context, PassThrough service, String path) {
        Caller caller = Edge.caller(context);
        bodies.read(context)
                .compose(body -> service.pass(context, caller, body, path))
                .onFailure(failure -> Problems.write(context, failure));
    }
}
