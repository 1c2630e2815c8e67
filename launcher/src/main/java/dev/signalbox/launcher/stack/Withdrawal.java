package dev.signalbox.launcher.stack;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordPublisher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Takes back what executors announced that this stack no longer has. The router would send tasks to them for some minutes,
 * as it must where executors come and go; here nobody comes.
 */
final class Withdrawal {

    private static final int PATIENCE_SECONDS = 15;
    private static final Map<String, String> BRIEF =
            Map.of("max.block.ms", "3000", "request.timeout.ms", "3000", "delivery.timeout.ms", "10000");

    private Withdrawal() {}

    /**
     * Withdraws the backends of executors that are not among these.
     *
     * @param present what runs or is about to
     * @return whether Kafka took it; if not, tasks may wait for executors that are gone
     */
    static boolean ofAllBut(List<Component> present, RunState state) {
        List<ProducerRecord<String, byte[]>> tombstones = absent(present).stream()
                .map(backend -> new ProducerRecord<String, byte[]>(Topics.BACKENDS, backend, null))
                .toList();
        try (RecordPublisher publisher = RecordPublisher.connect(state.kafka(), "signalbox-launcher", BRIEF)) {
            // One by one: without Kafka each is waited for, and the first tells.
            for (ProducerRecord<String, byte[]> tombstone : tombstones) {
                publisher.publish(tombstone).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Backends whose executors are not among these. */
    static List<String> absent(List<Component> present) {
        return Arrays.stream(Component.values())
                .filter(component -> !present.contains(component))
                .flatMap(component -> component.backend().stream())
                .toList();
    }
}
