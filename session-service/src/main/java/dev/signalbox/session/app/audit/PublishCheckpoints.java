package dev.signalbox.session.app.audit;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.audit.AuditCheckpointed;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.session.app.Log;
import dev.signalbox.session.app.audit.AuditTrail.Head;
import java.util.List;

/**
 * Tells the heads of chains that have grown, on {@code audit-events} and in the service's own log, so that somebody keeps them
 * who cannot write to the database. Several instances may tell the same.
 */
public final class PublishCheckpoints {

    private static final System.Logger LOG = System.getLogger(PublishCheckpoints.class.getName());

    private final AuditTrail trail;
    private final Log log;
    private final RecordCodec codec;

    public PublishCheckpoints(AuditTrail trail, Log log, RecordCodec codec) {
        this.trail = trail;
        this.log = log;
        this.codec = codec;
    }

    /** Returns when Kafka has them. */
    public void sweep() {
        List<Head> heads = trail.unpublished();
        if (heads.isEmpty()) {
            return;
        }
        log.publish(heads.stream()
                .map(head -> codec.encode(
                        Topics.AUDIT_EVENTS,
                        head.tenant().value(),
                        "audit:" + head.tenant() + ":" + head.sequence(),
                        new AuditCheckpointed(head.tenant(), head.sequence(), head.hash(), head.at()),
                        head.at(),
                        null))
                .toList());
        trail.published(heads);
        for (Head head : heads) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "audit checkpoint tenant={0} sequence={1} hash={2}",
                    head.tenant(),
                    Long.toString(head.sequence()),
                    head.hash());
        }
    }
}
