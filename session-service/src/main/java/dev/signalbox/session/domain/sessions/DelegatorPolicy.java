package dev.signalbox.session.domain.sessions;

import java.time.Duration;

/**
 * Times of sessions.
 *
 * @param timeout after which an unused session ends, where the client gave none
 * @param warnBefore how long before its end a session warns; never more than half of its time-out
 * @param agentIdle after which an unused agent that does not lead is removed
 * @param longestLife after which a session ends whatever happens
 * @param readyWithin after which an agent whose sandbox is not there counts as failed
 */
public record DelegatorPolicy(
        Duration timeout, Duration warnBefore, Duration agentIdle, Duration longestLife, Duration readyWithin) {

    public static final DelegatorPolicy DEFAULT = new DelegatorPolicy(
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofMinutes(1));

    /** How long before the end of a session with this time-out it is warned. */
    Duration warnBefore(Duration timeoutOfSession) {
        Duration half = timeoutOfSession.dividedBy(2);
        return warnBefore.compareTo(half) > 0 ? half : warnBefore;
    }
}
