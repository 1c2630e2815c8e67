package dev.signalbox.contracts.session;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session will soon end, or its budget.
 *
 * @param because in words
 * @param endsAt when it times out; absent where it is about money
 */
public record SessionWarned(
        SessionId sessionId,
        TenantId tenant,
        String because,
        @Nullable Instant endsAt,
        Instant at) implements SessionEvent {}
