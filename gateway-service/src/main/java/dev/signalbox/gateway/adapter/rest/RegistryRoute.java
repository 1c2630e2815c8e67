package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.Caller;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Passes {@code /v1/agents}, {@code /v1/skills} and {@code /v1/templates} through to agent-registry-service. */
@Singleton
public final class RegistryRoute {

    private static final List<String> PATHS = List.of("/v1/agents", "/v1/skills", "/v1/templates");

    private final HttpClient client;
    private final PassThrough registry;
    private final Bodies bodies;

    RegistryRoute(Vertx vertx, GatewayConfig config, Bodies bodies) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2000).setMaxPoolSize(32));
        this.registry =
                new PassThrough(client, config.registryUrl(), "agent-registry-service", config.registryTimeout());
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
                .compose(body -> registry.pass(context, caller, body, context.normalizedPath()))
                .onFailure(failure -> Problems.write(context, failure));
    }
}
