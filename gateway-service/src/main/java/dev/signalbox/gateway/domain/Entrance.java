package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.audit.AuditChannel;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came in.
 *
 * @param channel by which interface
 * @param address of the network that it came from, behind a proxy the proxy's unless the gateway was told to believe it;
 *     null where there is none any more
 */
public record Entrance(AuditChannel channel, @Nullable String address) {

    /** For requests that came over no network. */
    static final Entrance UNKNOWN = new Entrance(AuditChannel.REST, null);
}
