package dev.signalbox.gateway.adapter.mcp;

import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.Origins;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of elsewhere away from {@code /mcp}, whether keys are asked for or not. The extension's own check takes
 * every origin that begins with {@code http://localhost}, so this one stands before it.
 */
@Singleton
final class Guard {

    static final String PATH = "/mcp";

    /** After the edge, which knows who asks. */
    private static final int AFTER_EDGE = 990;

    private final Origins origins;
    private final boolean local;

    Guard(GatewayConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.origins = Origins.of(config.mcpOrigins().orElse(List.of()));
        this.local = Origins.loopback(host);
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
        } else if (!origins.mayCome(context.request().getHeader(HttpHeaders.ORIGIN))
                || local && !origins.named(host(context.request().authority()))) {
            refuse(context, 403, "The origin may not use this server; see SIGNALBOX_MCP_ORIGINS");
        } else {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            context.next();
        }
    }

    private static @Nullable String host(@Nullable HostAndPort authority) {
        return authority == null ? null : authority.host();
    }

    private static void refuse(RoutingContext context, int status, String message) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"" + message + "\"}}");
    }
}
