package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.executor.app.RunAttempt;
import dev.signalbox.executor.app.RunAttempt.Ending;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.StopSignal.Cause;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.jspecify.annotations.Nullable;

/** Takes one execution, holds its lease while it runs elsewhere, acknowledges it, takes the next. */
final class ExecutionSlot extends ConsumerLoop {

    private static final System.Logger LOG = System.getLogger(ExecutionSlot.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration LOOK_AT_WORK = Duration.ofMillis(250);
    private static final int DEFAULT_LOCK_MILLIS = 30_000;

    private final int number;
    private final ExecutionGroup group;
    private final RunAttempt attempts;
    private final DeadLetterOffice deadLetters;
    private final ExecutorService workers;
    private final Tracing tracing;
    private volatile long graceEnds = Long.MAX_VALUE;
    private boolean renewalOpen;

    ExecutionSlot(
            int number,
            ExecutionGroup group,
            RunAttempt attempts,
            DeadLetterOffice deadLetters,
            ExecutorService workers,
            Tracing tracing) {
        super("execution-slot-" + number);
        this.number = number;
        this.group = group;
        this.attempts = attempts;
        this.deadLetters = deadLetters;
        this.workers = workers;
        this.tracing = tracing;
    }

    /** Takes nothing more. What runs may go on until then; afterwards it is handed back. */
    void stop(Duration grace) {
        graceEnds = System.nanoTime() + grace.toNanos();
        stop();
    }

    @Override
    void consume() throws InterruptedException {
        renewalOpen = false;
        KafkaShareConsumer<String, byte[]> consumer = group.oneByOne(number);
        try {
            while (!stopping() && !renewalOpen) {
                beat();
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    handle(consumer, record);
                }
            }
            if (!renewalOpen) {
                consumer.commitSync(CLOSE);
            }
        } finally {
            consumer.close(CLOSE);
        }
    }

    private void handle(KafkaShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> record)
            throws InterruptedException {
        Delivery delivery;
        try {
            delivery = Delivery.of(record);
        } catch (UnreadableRecordException e) {
            boolean kept = deadLetters.keep(record, "" + e.getMessage());
            consumer.acknowledge(record, kept ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
            return;
        }
        if (stopping()) {
            consumer.acknowledge(record, AcknowledgeType.RELEASE);
            return;
        }
        if (delivery.epoch() >= ExecutionGroup.DELIVERY_LIMIT) {
            boolean answered = deadLetters.keep(record, "delivered " + delivery.epoch() + " times, never answered")
                    && giveUp(delivery) == Ending.ANSWERED;
            consumer.acknowledge(record, answered ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
            return;
        }
        StopSignal stop = new StopSignal();
        Future<Ending> work = workers.submit(() -> run(delivery, stop));
        ConsumerRecord<String, byte[]> next = hold(consumer, record, work, stop);
        if (next != null) {
            handle(consumer, next);
        }
    }

    private Ending run(Delivery delivery, StopSignal stop) throws InterruptedException {
        try (Step step = delivery.begin(tracing);
                Step.Scope ignored = step.enter()) {
            return attempts.run(delivery.request(), delivery.epoch(), step.trace(), stop);
        }
    }

    private Ending giveUp(Delivery delivery) throws InterruptedException {
        try (Step step = delivery.begin(tracing);
                Step.Scope ignored = step.enter()) {
            return attempts.giveUp(delivery.request(), delivery.epoch(), step.trace());
        }
    }

    /**
     * Waits for the work and keeps the lease meanwhile.
     *
     * @return the same record when it was lost and came back to this very consumer as a new delivery
     */
    private @Nullable ConsumerRecord<String, byte[]> hold(
            KafkaShareConsumer<String, byte[]> consumer,
            ConsumerRecord<String, byte[]> record,
            Future<Ending> work,
            StopSignal stop)
            throws InterruptedException {
        Lease lease =
                new Lease(consumer, record, consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MILLIS));
        while (true) {
            beat();
            try {
                Duration wait = lease.held() ? lease.untilRenewal() : LOOK_AT_WORK;
                Ending ending = work.get(Math.min(wait.toMillis(), LOOK_AT_WORK.toMillis()), TimeUnit.MILLISECONDS);
                return end(lease, ending == Ending.ANSWERED ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
            } catch (TimeoutException e) {
                if (stopping() && System.nanoTime() - graceEnds >= 0) {
                    stop.fire(Cause.HANDED_BACK, "the executor shuts down");
                }
                if (lease.held() && lease.untilRenewal().isZero() && !lease.renew()) {
                    LOG.log(System.Logger.Level.WARNING, "lease lost offset={0}", Long.toString(record.offset()));
                    stop.fire(Cause.LEASE_LOST, "the lease was lost");
                }
            } catch (ExecutionException e) {
                LOG.log(System.Logger.Level.ERROR, "an attempt failed without an answer", e.getCause());
                return end(lease, AcknowledgeType.RELEASE);
            }
        }
    }

    /**
     * Answers the record, unless its lease is lost. A lost lease leaves the client waiting for its renewal for ever: it
     * keeps the record, shows nothing more, and polls without pause (kafka-clients 4.2.1, after a broker was killed). So
     * the consumer is then closed and another one takes its place.
     */
    private @Nullable ConsumerRecord<String, byte[]> end(Lease lease, AcknowledgeType answer) {
        lease.finish(answer);
        renewalOpen = !lease.held() && lease.newDelivery() == null;
        return lease.newDelivery();
    }
}
