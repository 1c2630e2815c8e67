package dev.signalbox.router.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.router.app.replay.ReplayBoard;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Tells replays on the compacted topic {@code replays}. */
@Singleton
public class KafkaReplayBoard implements ReplayBoard {

    private static final Logger LOG = Logger.getLogger(KafkaReplayBoard.class);

    private final RecordPublisher publisher;
    private final RecordCodec codec;

    public KafkaReplayBoard(RecordPublisher publisher, RecordCodec codec) {
        this.publisher = publisher;
        this.codec = codec;
    }

    @Override
    public void publish(ReplayReport report) {
        send(codec.encode(
                Topics.REPLAYS,
                report.replayId(),
                report.replayId() + ":" + report.updatedAt().toEpochMilli(),
                report,
                report.updatedAt(),
                null));
        if (report.state().ended()) {
            LOG.infof("Replay ended: replayId=%s state=%s", report.replayId(), report.state());
        }
    }

    @Override
    public void forget(String replayId) {
        send(new ProducerRecord<>(Topics.REPLAYS, replayId, null));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        publisher.publish(record).whenComplete((ignored, failure) -> {
            if (failure != null) {
                LOG.warnf("A replay is not told: replayId=%s %s", record.key(), failure.toString());
            }
        });
    }
}
