package dev.signalbox.contracts.session;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message between agents, or from a person to one. It is part of what the receiver reads with its next task.
 *
 * @param messageId counts the messages of the session from 1
 * @param from role of the sender; absent for a person
 * @param to role of the receiver
 * @param text of the message
 */
public record SessionMessageSent(
        SessionId sessionId,
        TenantId tenant,
        long messageId,
        @Nullable String from,
        String to,
        String text,
        Instant at) implements SessionEvent {}
