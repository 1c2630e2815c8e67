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

    private static final int PATIENCE_SECONDS = 20;

    private Withdrawal() {}

    /**
     * Withdraws the backends of executors that are not among these.
     *
     * @param present what runs or is about to
     * @throws StackException when Kafka does not take it
     */
    static void ofAllBut(List<Component> present, RunState state) throws StackException {
        List<ProducerRecord<String, byte[]>> tombstones = Arrays.stream(Component.values())
                .filter(component -> !present.contains(component))
                .flatMap(component -> component.backend().stream())
                .map(backend -> new ProducerRecord<String, byte[]>(Topics.BACKENDS, backend, null))
                .toList();
        try (RecordPublisher publisher = RecordPublisher.connect(state.kafka(), "signalbox-launcher", Map.of())) {
            publisher.publish(tombstones).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("Kafka does not take records; see ./signalbox logs kafka", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }
}
