package dev.signalbox.registry.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.registry.domain.Announcement;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Writes {@code AgentDeployed}, {@code PolicyPublished} and tombstones to their topics. */
@ApplicationScoped
class KafkaAnnouncer implements Announcer {

    private static final Logger LOG = Logger.getLogger(KafkaAnnouncer.class);

    private final RecordPublisher publisher;
    private final RecordCodec codec = new RecordCodec("/signalbox/registry");

    KafkaAnnouncer(RecordPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Uni<Void> announce(List<Announcement> announcements) {
        List<ProducerRecord<String, byte[]>> records =
                announcements.stream().map(this::record).toList();
        // A producer without metadata blocks in send(), so never on the event loop.
        return Uni.createFrom()
                .completionStage(() -> publisher.publish(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> announcements.forEach(KafkaAnnouncer::tell))
                .replaceWithVoid();
    }

    private static void tell(Announcement announcement) {
        if (announcement.topic().equals(Topics.TASK_REQUESTS)) {
            try (Step.Scope ignored = Step.carrying(announcement.trace()).enter()) {
                LOG.infof("task accepted taskId=%s", announcement.key());
            }
        }
    }

    private ProducerRecord<String, byte[]> record(Announcement announcement) {
        if (announcement.body() == null) {
            return new ProducerRecord<>(announcement.topic(), announcement.key(), null);
        }
        return codec.encode(
                announcement.topic(),
                announcement.key(),
                announcement.eventId(),
                announcement.body(),
                announcement.occurredAt(),
                announcement.trace());
    }
}
