package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.ApiKeys;
import dev.signalbox.gateway.domain.Caller;
import dev.signalbox.gateway.domain.Entrance;
import dev.signalbox.gateway.domain.Origins;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes first: its trace begins or goes on, {@code /v1} and {@code /mcp} ask for a key, a body that says that it
 * is too large is refused before it is read. What nobody answers, or answers by failing, becomes a problem.
 */
@Singleton
public final class Edge {

    private static final Logger LOG = Logger.getLogger(Edge.class);

    static final String TRACE_HEADER = "X-Trace-Id";

    /** How a client says who it is; without it the tenant stands in the record. */
    static final String ACTOR_HEADER = "Signalbox-Actor";

    /** How an operator says which tenant it acts as. Others cannot: their key says it. */
    static final String TENANT_HEADER = "X-Signalbox-Tenant";

    static final String API = "/v1";
    static final String MCP = "/mcp";
    private static final int FIRST = 1000;
    private static final String BEARER = "bearer ";

    private final ApiKeys keys;
    private final Origins origins;
    /** Whoever runs here may come without a key, but no web page of elsewhere. */
    private final boolean guarded;

    private final long bodyLimit;

    Edge(
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodyLimit) {
        this.keys =
                ApiKeys.parse(config.apiKeys().orElse(""), config.operatorKeys().orElse(""));
        this.origins = Origins.of(config.mcpOrigins().orElse(List.of()));
        this.guarded = keys.open() && Origins.loopback(host);
        this.bodyLimit = bodyLimit.asLongValue();
    }

    void warn(@Observes StartupEvent event, @ConfigProperty(name = "quarkus.http.host") String host) {
        if (keys.open() && !loopback(host)) {
            LOG.warnf(
                    "Listening on %s without API keys: everybody who reaches the port may run code here."
                            + " Set SIGNALBOX_API_KEYS=key=tenant,...",
                    host);
        }
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    void filters(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    void routes(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(Edge::failed);
        router.route()
                .order(Integer.MAX_VALUE)
                .handler(context -> Problems.write(context, ProblemAnswer.of(404, traceId(context))));
    }

    private void enter(RoutingContext context) {
        context.addEndHandler(answered -> dropUnread(context.request()));
        TraceContext trace = trace(context.request().headers());
        context.response().putHeader(TRACE_HEADER, trace.traceId());
        String path = context.normalizedPath();
        Entrance entrance = entrance(context.request(), path);
        Caller nobody = Caller.of(TaskRequested.DEFAULT_TENANT, trace, null).through(entrance);
        context.put(Caller.ATTRIBUTE, nobody);
        if (below(API, path) || below(MCP, path)) {
            Caller caller;
            try {
                caller = caller(context.request().headers(), trace);
            } catch (Refusal refusal) {
                Problems.write(context, refusal);
                return;
            }
            if (caller == null) {
                context.response().putHeader("WWW-Authenticate", "Bearer realm=\"signalbox\"");
                Problems.write(context, ProblemAnswer.of(401, trace.traceId()));
                return;
            }
            context.put(Caller.ATTRIBUTE, caller.through(entrance));
        }
        if (guarded && below(API, path) && !mayCome(context.request())) {
            Problems.write(
                    context,
                    Refusal.of(
                            ProblemType.FORBIDDEN,
                            "without API keys only this machine's own pages and programs may come, by the name localhost;"
                                    + " name others in SIGNALBOX_MCP_ORIGINS, or set SIGNALBOX_API_KEYS"));
            return;
        }
        if (tooLarge(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
            Problems.write(context, Bodies.tooLarge(bodyLimit));
            return;
        }
        context.next();
    }

    private static Entrance entrance(HttpServerRequest request, String path) {
        SocketAddress remote = request.remoteAddress();
        return new Entrance(
                below(MCP, path) ? AuditChannel.MCP : AuditChannel.REST, remote == null ? null : remote.hostAddress());
    }

    private boolean mayCome(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return origins.mayCome(request.getHeader(HttpHeaders.ORIGIN))
                && origins.named(authority == null ? null : authority.host());
    }

    static boolean below(String root, String path) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    /** A body that nobody read would keep the next request of the connection waiting. */
    private static void dropUnread(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(ignored -> {}).resume();
        }
    }

    private static TraceContext trace(MultiMap headers) {
        TraceContext given = TraceContext.parse(
                TraceContext.text(headers.get(TraceContext.TRACEPARENT), headers.getAll(TraceContext.TRACESTATE)));
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            String tracestate = given == null ? null : given.tracestate();
            return new TraceContext(span.getTraceId(), span.getSpanId(), span.isSampled(), tracestate);
        }
        if (given != null) {
            return given;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return TraceContext.start(random.nextLong(), random.nextLong(), random.nextLong());
    }

    private @Nullable Caller caller(MultiMap headers, TraceContext trace) {
        String actor = headers.get(ACTOR_HEADER);
        if (keys.open()) {
            return guarded
                    ? Caller.local(chosenTenant(headers), trace, actor)
                    : Caller.of(TaskRequested.DEFAULT_TENANT, trace, actor);
        }
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        String key = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : headers.get("X-API-Key");
        return switch (key == null ? null : keys.holderOf(key)) {
            case null -> null;
            case ApiKeys.Tenant tenant -> Caller.of(tenant.id(), trace, actor);
            case ApiKeys.Operator operator -> Caller.operator(operator.name(), chosenTenant(headers), trace, actor);
        };
    }

    private static TenantId chosenTenant(MultiMap headers) {
        String tenant = headers.get(TENANT_HEADER);
        if (tenant == null) {
            return TaskRequested.DEFAULT_TENANT;
        }
        if (!Identifiers.valid(tenant)) {
            throw Refusal.of(
                    ProblemType.MALFORMED_REQUEST,
                    TENANT_HEADER + " is a tenant: 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        }
        return new TenantId(tenant);
    }

    private boolean tooLarge(@Nullable String contentLength) {
        if (contentLength == null) {
            return false;
        }
        try {
            return Long.parseLong(contentLength) > bodyLimit;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure == null) {
            Problems.write(context, ProblemAnswer.of(context.statusCode(), traceId(context)));
        } else {
            Problems.write(context, failure);
        }
    }

    /** Who asks; nobody gets past this without having passed {@link #enter}. */
    static Caller caller(RoutingContext context) {
        Caller caller = context.get(Caller.ATTRIBUTE);
        if (caller == null) {
            throw Refusal.of(ProblemType.UNAUTHORISED, "the address is not written in its normal form");
        }
        return caller;
    }

    /**
     * Who asks, where only operators may.
     *
     * @param what it is, for the problem that everybody else gets
     */
    static Caller operator(RoutingContext context, String what) {
        Caller caller = caller(context);
        if (caller.operator() == null) {
            throw Refusal.of(
                    ProblemType.FORBIDDEN,
                    what + " concern all tenants and are for operators: send a key of SIGNALBOX_OPERATOR_KEYS"
                            + " (key=name,...), which the gateway is started with");
        }
        return caller;
    }

    static @Nullable String traceId(RoutingContext context) {
        Caller caller = context.get(Caller.ATTRIBUTE);
        return caller == null ? null : caller.trace().traceId();
    }
}
