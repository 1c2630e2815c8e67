package dev.signalbox.gateway.app;

import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.telemetry.TraceContext;
import io.smallrye.mutiny.Uni;

/** The log that the audit trail is made from. */
public interface AuditLog {

    /** Ends when the log has the record for good; fails with {@link Refusal} when that is not certain within a bound. */
    Uni<Void> record(AuditRecorded record, TraceContext trace);
}
