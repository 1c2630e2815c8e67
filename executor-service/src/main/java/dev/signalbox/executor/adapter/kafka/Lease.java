package dev.signalbox.executor.adapter.kafka;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The lock on one record (KIP-932). It is renewed at a third of its time by a synchronous commit of {@code RENEW}; that
 * counts as an answer, so the record has to be taken from the next poll again before it can be answered finally.
 */
final class Lease {

    private static final Duration PRESENTED_AGAIN = Duration.ofMillis(200);

    private final ShareConsumer<String, byte[]> consumer;
    private final int epoch;
    private final Duration lock;
    private ConsumerRecord<String, byte[]> record;
    private @Nullable ConsumerRecord<String, byte[]> newDelivery;
    private long renewed = System.nanoTime();
    private boolean held = true;

    Lease(ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> record, int lockMillis) {
        this.consumer = consumer;
        this.record = record;
        this.epoch = Delivery.epoch(record);
        this.lock = Duration.ofMillis(lockMillis);
    }

    boolean held() {
        return held;
    }

    Duration untilRenewal() {
        Duration left = lock.dividedBy(3).minusNanos(System.nanoTime() - renewed);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Renews; false when the lease is lost. */
    boolean renew() {
        long asked = System.nanoTime();
        try {
            consumer.acknowledge(record, AcknowledgeType.RENEW);
            held = consumer.commitSync(lock.dividedBy(3)).values().stream().noneMatch(Optional::isPresent)
                    && presentedAgain(asked);
        } catch (KafkaException e) {
            System.getLogger(Lease.class.getName())
                    .log(System.Logger.Level.WARNING, "a renewal failed: {0}", e.toString());
            held = false;
        }
        renewed = asked;
        return held;
    }

    private boolean presentedAgain(long since) {
        Duration wait = Duration.ZERO;
        while (System.nanoTime() - since < lock.dividedBy(2).toNanos()) {
            for (ConsumerRecord<String, byte[]> presented : consumer.poll(wait)) {
                if (presented.offset() != record.offset() || presented.partition() != record.partition()) {
                    // There is no room for another one while this one runs.
                    consumer.acknowledge(presented, AcknowledgeType.RELEASE);
                } else if (Delivery.epoch(presented) != epoch) {
                    newDelivery = presented;
                    return false;
                } else {
                    record = presented;
                    return true;
                }
            }
            wait = PRESENTED_AGAIN;
        }
        return false;
    }

    /** The final answer; the next poll carries it. Nothing when the lease is lost. */
    void finish(AcknowledgeType answer) {
        if (held) {
            consumer.acknowledge(record, answer);
        }
    }

    /** The same record, delivered to this consumer anew after its lease was lost; still to be answered. */
    @Nullable
    ConsumerRecord<String, byte[]> newDelivery() {
        return newDelivery;
    }
}
