package dev.signalbox.contracts.session;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Duration;
import java.time.Instant;

/**
 * An active agent has what it needs.
 *
 * @param role the agent
 * @param readyIn from being added until it could work
 */
public record SessionAgentReady(SessionId sessionId, TenantId tenant, String role, Duration readyIn, Instant at)
        implements SessionEvent {}
