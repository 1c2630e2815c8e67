package dev.signalbox.session.domain;

import java.time.Duration;

/**
 * The numbers of a task's life.
 *
 * @param maxAttempts attempts in all, the first included
 * @param firstBackOff wait before the second attempt; four times as long before each further one
 * @param queueTimeout longest wait for a worker
 * @param lostGrace time beyond an attempt's time-out after which its worker counts as lost
 * @param stopGrace time to answer a stop
 * @param finishGrace wait for progress that is behind its result
 * @param approvalExpiry how long a task waits for a human to permit an agent; zero asks nobody
 */
public record LifecyclePolicy(
        int maxAttempts,
        Duration firstBackOff,
        Duration queueTimeout,
        Duration lostGrace,
        Duration stopGrace,
        Duration finishGrace,
        Duration approvalExpiry) {

    public static final LifecyclePolicy DEFAULT = new LifecyclePolicy(
            3,
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofHours(24));

    Duration backOff(int endedAttempt) {
        return firstBackOff.multipliedBy(1L << 2 * Math.min(endedAttempt - 1, 10));
    }
}
