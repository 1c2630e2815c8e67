package dev.signalbox.gateway.app;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.gateway.domain.AuditedActs.Act;
import dev.signalbox.gateway.domain.Caller;
import dev.signalbox.gateway.domain.RefusalBudget;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Records who did what. What somebody asks for is recorded before it is done and what came of it afterwards; where the first
 * is not possible, nothing is done.
 */
@ApplicationScoped
public class RecordActs {

    /** Whose chain has the refusals of those who are nobody. */
    public static final TenantId NOBODYS = new TenantId("unauthenticated");

    private static final String NOBODY = "nobody";
    private static final int REFUSALS_PER_ADDRESS = 20;
    private static final int REFUSALS_IN_ALL = 200;

    /**
     * An act that the log knows of.
     *
     * @param record as it was asked for
     */
    public record Asked(AuditRecorded record) {}

    /**
     * What came of it.
     *
     * @param subjectId what was created, where that was not known before
     */
    public record Outcome(
            AuditPhase phase,
            @Nullable Integer status,
            @Nullable String problem,
            @Nullable String subjectId) {

        /** As an HTTP answer says it. */
        public static Outcome of(int status, @Nullable String problem, @Nullable String subjectId) {
            AuditPhase phase = status < 400 ? AuditPhase.DONE : status < 500 ? AuditPhase.REFUSED : AuditPhase.FAILED;
            return new Outcome(phase, status, problem, subjectId);
        }

        /** Nobody knows. */
        public static final Outcome UNKNOWN = new Outcome(AuditPhase.FAILED, null, null, null);
    }

    private final AuditLog log;
    private final InstantSource clock;
    private final RefusalBudget budget = new RefusalBudget(REFUSALS_PER_ADDRESS, REFUSALS_IN_ALL);
    private final LongAdder lost = new LongAdder();
    private final LongAdder unrecorded = new LongAdder();

    public RecordActs(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Ends when the log has it for good; fails with {@link Refusal} where it has not, and then nothing may be done. */
    public Uni<Asked> ask(Caller caller, Act act, @Nullable String choice, @Nullable String bodySha256) {
        String requestId = Identifiers.timeOrdered(clock.instant());
        AuditRecorded record = new AuditRecorded(
                requestId + ":asked",
                requestId,
                clock.instant(),
                caller.tenant(),
                name(caller),
                onBehalfOf(caller),
                caller.operator() != null,
                act.action(),
                choice,
                act.subjectType(),
                act.subjectId(),
                AuditPhase.ASKED,
                null,
                null,
                caller.entrance().channel(),
                caller.entrance().address(),
                caller.trace().traceId(),
                bodySha256,
                null);
        return log.record(record, caller.trace()).replaceWith(new Asked(record));
    }

    /** Nobody waits for it: what has no outcome in the trail has an unknown one. */
    public void ended(Caller caller, Asked asked, Outcome outcome) {
        AuditRecorded record = asked.record();
        tell(
                caller,
                new AuditRecorded(
                        record.requestId() + ":ended",
                        record.requestId(),
                        clock.instant(),
                        record.tenant(),
                        record.actor(),
                        record.onBehalfOf(),
                        record.operator(),
                        record.action(),
                        record.choice(),
                        record.subjectType(),
                        record.subjectId() == null ? outcome.subjectId() : record.subjectId(),
                        outcome.phase(),
                        outcome.status(),
                        outcome.problem(),
                        record.channel(),
                        record.source(),
                        record.traceId(),
                        record.bodySha256(),
                        null));
    }

    /** Somebody may not, or is nobody. */
    public void refused(Caller caller, boolean known, String action, int status, @Nullable String problem) {
        String address = caller.entrance().address();
        OptionalInt before = budget.take(address == null ? "" : address, clock.instant());
        if (before.isEmpty()) {
            unrecorded.increment();
            return;
        }
        String requestId = Identifiers.timeOrdered(clock.instant());
        tell(
                caller,
                new AuditRecorded(
                        requestId + ":refused",
                        requestId,
                        clock.instant(),
                        known ? caller.tenant() : NOBODYS,
                        known ? name(caller) : NOBODY,
                        known ? onBehalfOf(caller) : null,
                        known && caller.operator() != null,
                        action,
                        null,
                        null,
                        null,
                        AuditPhase.REFUSED,
                        status,
                        problem,
                        caller.entrance().channel(),
                        address,
                        caller.trace().traceId(),
                        null,
                        before.getAsInt() == 0 ? null : before.getAsInt()));
    }

    private void tell(Caller caller, AuditRecorded record) {
        log.record(record, caller.trace()).subscribe().with(done -> {}, failure -> lost.increment());
    }

    /** Whom the key belongs to; not whom the caller says it is. */
    public static String name(Caller caller) {
        String operator = caller.operator();
        return operator == null ? caller.tenant().value() : operator;
    }

    /** Whom the caller says it is, where that is somebody else. */
    public static @Nullable String onBehalfOf(Caller caller) {
        return caller.actor().equals(name(caller)) ? null : caller.actor();
    }

    /** Outcomes that the log did not take. */
    public long lost() {
        return lost.sum();
    }

    /** Refusals beyond the budget. */
    public long unrecorded() {
        return unrecorded.sum();
    }
}
