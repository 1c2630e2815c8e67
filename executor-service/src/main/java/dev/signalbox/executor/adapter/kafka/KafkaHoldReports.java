package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.executor.app.holds.HoldReports;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells on {@code session-usage} what held sandboxes use. */
final class KafkaHoldReports implements HoldReports {

    private final RecordPublisher publisher;
    private final RecordCodec codec;

    KafkaHoldReports(RecordPublisher publisher, RecordCodec codec) {
        this.publisher = publisher;
        this.codec = codec;
    }

    @Override
    public CompletionStage<@Nullable Void> measured(HoldMeasured measured) {
        return publisher.publish(codec.encode(
                Topics.SESSION_USAGE,
                measured.holdId(),
                measured.holdId() + ":" + measured.worker() + ":" + measured.at(),
                measured,
                measured.at(),
                null));
    }
}
