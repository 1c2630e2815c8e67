package dev.signalbox.contracts.session;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent became active.
 *
 * @param role the agent
 * @param model what it uses, an alias or full id; absent where the router chooses
 * @param reason why it was added
 * @param automatic whether nobody asked for it
 */
public record SessionAgentAdded(
        SessionId sessionId,
        TenantId tenant,
        String role,
        @Nullable String model,
        String reason,
        boolean automatic,
        Instant at)
        implements SessionEvent {}
