package dev.signalbox.contracts.session;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;

/** Something that happened to a session. On {@code session-events}, keyed by session. */
public sealed interface SessionEvent
        permits SessionStarted,
                SessionAgentAdded,
                SessionAgentReady,
                SessionAgentRemoved,
                SessionMessageSent,
                SessionWarned,
                SessionEnded {

    SessionId sessionId();

    TenantId tenant();

    /** When it happened. */
    Instant at();
}
