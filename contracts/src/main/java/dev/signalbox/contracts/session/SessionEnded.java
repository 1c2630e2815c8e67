package dev.signalbox.contracts.session;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A session ended; nothing that it held is held any more.
 *
 * @param reason {@code ended}, {@code timed_out}, {@code deadline} or what a client said
 * @param agentsTerminated roles that were active
 * @param freedGib memory that they held, GiB, as measured last
 * @param duration from its start
 * @param spent what it cost: tasks and held sandboxes
 */
public record SessionEnded(
        SessionId sessionId,
        TenantId tenant,
        String reason,
        List<String> agentsTerminated,
        double freedGib,
        Duration duration,
        Money spent,
        Instant at)
        implements SessionEvent {}
