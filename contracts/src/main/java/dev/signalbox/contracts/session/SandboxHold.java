package dev.signalbox.contracts.session;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session wants a sandbox kept ready for one of its agents. On {@code session-sandboxes} (compacted), keyed by
 * {@code holdId}; a tombstone lets it go. Of the living workers of the backend the one that comes first by rendezvous
 * hashing of hold and worker holds it; when that worker dies, the next one does.
 *
 * @param holdId names the hold
 * @param tenant whose it is
 * @param sessionId the session; absent where several sessions share it
 * @param agentId the agent that works in it
 * @param backend where it is to be
 * @param tier its size
 * @param resources what it may use
 * @param rates what it is charged by
 * @param until when it is let go whatever happens: a session that crashed leaves nothing behind
 * @param requestedAt when
 */
public record SandboxHold(
        String holdId,
        TenantId tenant,
        @Nullable SessionId sessionId,
        AgentId agentId,
        String backend,
        String tier,
        Resources resources,
        Rates rates,
        Instant until,
        Instant requestedAt) {}
