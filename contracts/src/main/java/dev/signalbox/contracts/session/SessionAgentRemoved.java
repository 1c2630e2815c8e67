package dev.signalbox.contracts.session;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;

/**
 * An agent is no longer active; what it held is free.
 *
 * @param role the agent
 * @param reason why
 * @param automatic whether nobody asked for it
 * @param freedGib memory that it held, GiB, as measured last
 */
public record SessionAgentRemoved(
        SessionId sessionId,
        TenantId tenant,
        String role,
        String reason,
        boolean automatic,
        double freedGib,
        Instant at)
        implements SessionEvent {}
