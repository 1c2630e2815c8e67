package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.audit.AuditHeaders;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.AuditLog;
import dev.signalbox.gateway.app.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Writes to {@code audit-events}. */
@Singleton
final class KafkaAuditLog implements AuditLog {

    private static final Logger LOG = Logger.getLogger(KafkaAuditLog.class);

    private final PatientPublisher publisher;
    private final RecordCodec codec = new RecordCodec(AuditHeaders.GATEWAY);

    KafkaAuditLog(PatientPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Uni<Void> record(AuditRecorded record, TraceContext trace) {
        return Uni.createFrom()
                .deferred(() -> publisher.publish(codec.encode(
                        Topics.AUDIT_EVENTS,
                        record.tenant().value(),
                        record.entryId(),
                        record,
                        record.at(),
                        trace.text())))
                .onFailure()
                .transform(failure -> refusal(record, failure));
    }

    private static Refusal refusal(AuditRecorded record, Throwable failure) {
        if (record.phase() != AuditPhase.ASKED) {
            LOG.warnf(
                    "traceId=%s the audit trail does not get to know what came of %s: %s",
                    record.traceId(), record.action(), failure);
        }
        return Refusal.unavailable(
                "Kafka did not acknowledge that this was asked for, and what the audit trail does not know of is not done;"
                        + " try again",
                failure);
    }
}
