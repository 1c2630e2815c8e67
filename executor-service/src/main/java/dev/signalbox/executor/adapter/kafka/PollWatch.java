package dev.signalbox.executor.adapter.kafka;

/**
 * Notices a share consumer that answers at once and with nothing, again and again. Seen with kafka-clients 4.2.1 when a
 * broker was killed while a record was held: the client keeps a fetch that it neither shows nor drops, and its poll
 * returns without waiting. A new consumer is the only cure.
 */
final class PollWatch {

    private static final int MOST = 200;
    private static final long AT_ONCE_NANOS = 10_000_000;

    private int inVain;

    /**
     * After each poll.
     *
     * @throws IllegalStateException when the consumer is stuck; its loop then connects again
     */
    void polled(boolean empty, long tookNanos) {
        inVain = empty && tookNanos < AT_ONCE_NANOS ? inVain + 1 : 0;
        if (inVain >= MOST) {
            throw new IllegalStateException("the consumer answers at once and with nothing, " + MOST + " times");
        }
    }
}
