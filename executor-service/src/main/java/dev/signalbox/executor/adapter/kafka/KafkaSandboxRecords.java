package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.executor.app.sandboxes.SandboxRecords;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records on {@code sandboxes}, which is compacted: the last word on a sandbox or worker counts. */
final class KafkaSandboxRecords implements SandboxRecords {

    private static final String WORKER = "worker~";

    private final RecordPublisher publisher;
    private final RecordCodec codec;
    private final String backend;
    private final Clock clock;

    KafkaSandboxRecords(RecordPublisher publisher, RecordCodec codec, String backend, Clock clock) {
        this.publisher = publisher;
        this.codec = codec;
        this.backend = backend;
        this.clock = clock;
    }

    /** What the keys of a backend's records begin with. */
    static String prefix(String backend) {
        return backend + "~";
    }

    /** The worker that a key names, without the backend's prefix; nothing when it names a sandbox. */
    static @Nullable String worker(String key) {
        return key.startsWith(WORKER) ? key.substring(WORKER.length()) : null;
    }

    @Override
    public CompletionStage<@Nullable Void> intended(String label, SandboxIntended intended) {
        return publisher.publish(codec.encode(
                Topics.SANDBOXES,
                prefix(backend) + label,
                backend + ":" + label + ":" + clock.millis(),
                intended,
                intended.at(),
                null));
    }

    @Override
    public CompletionStage<@Nullable Void> removed(String label) {
        return tombstone(prefix(backend) + label);
    }

    @Override
    public CompletionStage<@Nullable Void> seen(WorkerSeen seen) {
        return publisher.publish(codec.encode(
                Topics.SANDBOXES,
                prefix(backend) + WORKER + seen.worker(),
                backend + ":" + seen.worker() + ":" + seen.at(),
                seen,
                seen.at(),
                null));
    }

    @Override
    public CompletionStage<@Nullable Void> ended(String worker) {
        return tombstone(prefix(backend) + WORKER + worker);
    }

    private CompletionStage<@Nullable Void> tombstone(String key) {
        return publisher.publish(new ProducerRecord<>(Topics.SANDBOXES, key, null));
    }
}
