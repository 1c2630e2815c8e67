package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.Caller;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/**
 * What belongs to the operator: {@code /v1/policies} is kept by agent-registry-service, after router-service found
 * nothing wrong with it; {@code /v1/replays} and comparisons are router-service's. Policies decide for all tenants and
 * replays read the tasks of all, so they are for operators and, as before there were any, keys of the tenant
 * {@code default}.
 */
@Singleton
public final class OperatorRoute {

    private static final String POLICIES = "/v1/policies";
    private static final String REPLAYS = "/v1/replays";
    private static final String COMPARISON = "/comparison";

    private final HttpClient client;
    private final PassThrough registry;
    private final PassThrough router;
    private final Bodies bodies;

    /** What is done with a request whose body was read. */
    private interface Step {
        Future<Void> take(RoutingContext context, Caller caller, Buffer body);
    }

    OperatorRoute(Vertx vertx, GatewayConfig config, Bodies bodies) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(2000)
                .setMaxPoolSize(16)
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
        route(routes, POLICIES + "/:name" + COMPARISON, 0, this::routerInternal);
        for (String pattern : List.of(POLICIES, POLICIES + "/*")) {
            route(routes, pattern, 1, this::policies);
        }
        for (String pattern : List.of(REPLAYS, REPLAYS + "/*")) {
            route(routes, pattern, 1, this::routerInternal);
        }
    }

    private void route(Router routes, String pattern, int after, Step step) {
        routes.route(pattern)
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT + after)
                .handler(context -> handle(context, step));
    }

    private void handle(RoutingContext context, Step step) {
        Caller caller = Edge.caller(context);
        if (caller.operator() == null && !caller.tenant().equals(TaskRequested.DEFAULT_TENANT)) {
            Problems.write(
                    context,
                    Refusal.of(
                            ProblemType.FORBIDDEN,
                            "policies and replays concern all tenants; use an operator's key, or one of the tenant default"));
            return;
        }
        bodies.read(context)
                .compose(body -> step.take(context, caller, body))
                .onFailure(failure -> Problems.write(context, failure));
    }

    private Future<Void> routerInternal(RoutingContext context, Caller caller, Buffer body) {
        String path = "/internal" + context.normalizedPath().substring("/v1".length());
        return router.pass(context, caller, body, path);
    }

    private Future<Void> policies(RoutingContext context, Caller caller, Buffer body) {
        Function<Buffer, Future<Void>> store =
                checked -> registry.pass(context, caller, checked, context.normalizedPath());
        if (context.request().method() != HttpMethod.PUT) {
            return store.apply(body);
        }
        return router.ask(context, caller, HttpMethod.POST, "/internal/policies/check", body)
                .compose(answer -> answer.statusCode() < 300 ? store.apply(body) : router.pass(answer, context));
    }
}
