package dev.signalbox.gateway.adapter.mcp;

import dev.signalbox.gateway.config.GatewayConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages away from {@code /mcp}: a page of any origin can have a browser send requests to this machine, and
 * with a name that it points there (DNS rebinding) even read the answers. Programs that are no browsers send no Origin.
 * The extension's own check takes every origin that begins with {@code http://localhost}, so this one stands before it.
 */
@Singleton
final class Guard {

    static final String PATH = "/mcp";

    /** After the edge, which knows who asks. */
    private static final int AFTER_EDGE = 990;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Set<String> origins;
    private final boolean local;

    Guard(GatewayConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.origins = Set.copyOf(config.mcpOrigins().orElse(java.util.List.of()));
        this.local = LOOPBACK.contains(host);
    }

    void filters(@Observes Filters filters) {
        filters.register(this::check, AFTER_EDGE);
    }

    private void check(RoutingContext context) {
        String path = context.normalizedPath();
        if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
            context.next();
        } else if (!path.equals(PATH)) {
            // The transport of 2024-11-05, which the extension also has: nobody asked for it, nobody tests it.
            refuse(context, 404, "The MCP endpoint is /mcp (streamable HTTP)");
        } else if (!mayCome(context.request().getHeader(HttpHeaders.ORIGIN))
                || local && !named(context.request().authority())) {
            refuse(context, 403, "The origin may not use this server; see SIGNALBOX_MCP_ORIGINS");
        } else {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            context.next();
        }
    }

    private boolean mayCome(@Nullable String origin) {
        return origin == null || origins.contains(origin) || LOOPBACK.contains(host(origin));
    }

    private static String host(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Whether a server on the loopback interface was asked by a name of it, in HTTP/1.1's Host or HTTP/2's authority. */
    private static boolean named(@Nullable HostAndPort authority) {
        return authority != null && LOOPBACK.contains(authority.host().toLowerCase(Locale.ROOT));
    }

    private static void refuse(RoutingContext context, int status, String message) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"" + message + "\"}}");
    }
}
