package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.Caller;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes {@code /v1/agents}, {@code /v1/skills} and {@code /v1/templates} through to agent-registry-service. */
@Singleton
public final class RegistryRoute {

    /** Tells the registry whose request it is; whatever the client sent under this name is dropped. */
    static final String TENANT_HEADER = "X-Signalbox-Tenant";

    private static final List<String> PATHS = List.of("/v1/agents", "/v1/skills", "/v1/templates");

    /** Belong to one connection (RFC 9110, section 7.6.1), are the edge's own business, or are set anew. */
    private static final Set<String> DROPPED = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "expect",
            "authorization",
            "x-api-key",
            "cookie",
            "traceparent",
            "tracestate",
            "x-trace-id",
            TENANT_HEADER.toLowerCase(Locale.ROOT));

    private final HttpClient client;
    private final GatewayConfig config;
    private final Bodies bodies;
    private final String base;

    RegistryRoute(Vertx vertx, GatewayConfig config, Bodies bodies) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2000).setMaxPoolSize(32));
        this.config = config;
        this.bodies = bodies;
        String url = config.registryUrl().toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
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
                .compose(body -> ask(context, caller, body))
                .compose(answer -> pass(answer, context.response()))
                .onFailure(failure -> Problems.write(context, refusal(failure)));
    }

    private Future<HttpClientResponse> ask(RoutingContext context, Caller caller, Buffer body) {
        String query = context.request().query();
        MultiMap headers = kept(context.request().headers());
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.set("traceparent", caller.trace().traceparent());
        headers.set(TENANT_HEADER, caller.tenant().value());
        RequestOptions options = new RequestOptions()
                .setMethod(context.request().method())
                .setAbsoluteURI(base + context.normalizedPath() + (query == null ? "" : "?" + query))
                .setTimeout(config.registryTimeout().toMillis())
                .setHeaders(headers);
        return client.request(options).compose(request -> body.length() == 0 ? request.send() : request.send(body));
    }

    private Future<Void> pass(HttpClientResponse answer, HttpServerResponse response) {
        response.setStatusCode(answer.statusCode());
        response.headers().addAll(kept(answer.headers()));
        String location = answer.getHeader(HttpHeaders.LOCATION);
        if (location != null) {
            response.putHeader(HttpHeaders.LOCATION, atTheEdge(location));
        }
        if (answer.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            response.setChunked(true);
        }
        return answer.pipeTo(response);
    }

    /** The registry names its own address, which clients cannot reach. */
    private String atTheEdge(String location) {
        URI target = URI.create(location);
        @Nullable String host = target.getHost();
        boolean registry = host != null && host.equals(config.registryUrl().getHost());
        return registry
                ? target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery())
                : location;
    }

    private static MultiMap kept(MultiMap headers) {
        MultiMap kept = MultiMap.caseInsensitiveMultiMap();
        for (Map.Entry<String, String> header : headers) {
            if (!DROPPED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                kept.add(header.getKey(), header.getValue());
            }
        }
        return kept;
    }

    private static Throwable refusal(Throwable failure) {
        return failure instanceof Refusal
                ? failure
                : Refusal.unavailable("agent-registry-service does not answer; try again", failure);
    }
}
