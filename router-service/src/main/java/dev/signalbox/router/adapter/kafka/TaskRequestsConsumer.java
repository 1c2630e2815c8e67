package dev.signalbox.router.adapter.kafka;

import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.router.app.RoutingGate;
import dev.signalbox.router.app.RoutingMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads {@code task-requests} batch by batch: routes all, publishes all, and returns when Kafka has acknowledged the
 * last, upon which the channel commits the offset. Nothing is lost: where Kafka does not take the outputs they are sent
 * again, with the same identifiers, until it does.
 *
 * <p>Runs on a worker thread, because it waits: for the gate, and for acknowledgements.
 */
@ApplicationScoped
public class TaskRequestsConsumer {

    private static final Logger LOG = Logger.getLogger(TaskRequestsConsumer.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RequestRouting routing;
    private final RecordPublisher publisher;
    private final RoutingGate gate;
    private final RoutingMetrics metrics;
    private volatile boolean stopping;

    public TaskRequestsConsumer(
            RequestRouting routing, RecordPublisher publisher, RoutingGate gate, RoutingMetrics metrics) {
        this.routing = routing;
        this.publisher = publisher;
        this.gate = gate;
        this.metrics = metrics;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Incoming("task-requests")
    @Blocking
    public void consume(ConsumerRecords<String, byte[]> records) {
        awaitGate(records.count());
        List<ProducerRecord<String, byte[]>> outputs = new ArrayList<>(records.count());
        try (Steps steps = new Steps()) {
            for (ConsumerRecord<String, byte[]> record : records) {
                outputs.add(routing.outputOf(record, steps));
            }
            publish(outputs);
        }
    }

    private void awaitGate(int requests) {
        if (gate.open()) {
            return;
        }
        LOG.infof("Holding requests=%d until the snapshot is read and an executor is heard from", requests);
        metrics.held(requests);
        while (!gate.open()) {
            pause(LOOK_AGAIN);
        }
        metrics.held(0);
    }

    private void publish(List<ProducerRecord<String, byte[]>> outputs) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                publisher.publish(outputs).toCompletableFuture().join();
                return;
            } catch (CompletionException e) {
                LOG.warnf("Kafka did not take all of records=%d, sending them again: %s", outputs.size(), e.getCause());
                pause(pause);
                pause = pause.compareTo(LONGEST_PAUSE) >= 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    /** Stopping leaves the batch uncommitted: the next start reads it again. */
    private void pause(Duration duration) {
        if (stopping) {
            throw new CancellationException("stopping; the batch will be read again");
        }
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted; the batch will be read again");
        }
    }
}
