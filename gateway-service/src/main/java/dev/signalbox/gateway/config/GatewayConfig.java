package dev.signalbox.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the gateway can be told. */
@ConfigMapping(prefix = "signalbox.gateway")
public interface GatewayConfig {

    /**
     * {@code key=tenant,key2=tenant2}. With keys every request to {@code /v1} needs one and sees its tenant's tasks
     * alone. Without keys, and without keys of operators, everybody who reaches the port may run code here, as tenant
     * {@code default}.
     */
    Optional<String> apiKeys();

    /**
     * {@code key=name,key2=name2}. A key of an operator opens what concerns all tenants (dead letters, policies, replays),
     * and what is one tenant's: {@code default}'s, or whose the header {@code X-Signalbox-Tenant} names. The name goes
     * into the record of what was done. Where there are such keys, everybody needs a key. Without any key whoever comes
     * from the gateway's own machine is an operator, if it listens on that machine alone; nobody is otherwise.
     */
    Optional<String> operatorKeys();

    /**
     * How long Kafka may take to acknowledge a record before the client gets 503. Longer outlives a broker's restart;
     * the client waits meanwhile.
     */
    @WithDefault("10s")
    Duration publishTimeout();

    /** The most that {@code Prefer: wait} can ask for. Proxies on the way must allow as long a silence. */
    @WithDefault("60s")
    Duration longestWait();

    /** How often an event stream says that it is alive. Shorter than the shortest idle time-out on the way. */
    @WithDefault("15s")
    Duration keepAlive();

    /** Where agent-registry-service listens. */
    URI registryUrl();

    /** How long agent-registry-service may take to answer before the client gets 503. */
    @WithDefault("30s")
    Duration registryTimeout();

    /** Where router-service listens. */
    URI routerUrl();

    /** Where session-service listens. */
    URI sessionUrl();

    /** How long session-service may take to answer before the client gets 503. */
    @WithDefault("30s")
    Duration sessionTimeout();

    /**
     * Web pages, by their origin ({@code https://example.org}), that may use {@code /mcp} from a browser, besides those
     * of this machine. Programs that are no browsers need not be named.
     */
    Optional<List<String>> mcpOrigins();
}
