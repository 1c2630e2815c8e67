package dev.signalbox.session.domain.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.approval.ApprovalSubject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a human is asked to decide, as the inbox keeps and shows it.
 *
 * @param approvalId its name
 * @param status where it is in its life
 * @param details what the decision is about
 * @param hash of the details, which a decision may name
 * @param requestedAt when it was asked
 * @param expiresAt when it counts as expired
 * @param decision how it was decided; absent while it is pending
 * @param scope how far a grant reaches
 * @param agent the agent that was granted; absent where none was asked for
 * @param decidedBy who decided
 * @param comment what they said, or why it was withdrawn
 * @param decidedAt when
 * @param trace where it was asked, as text of trace context; absent where no trace is known
 */
public record Approval(
        ApprovalId approvalId,
        TenantId tenant,
        ApprovalStatus status,
        ApprovalKind kind,
        ApprovalSubject subject,
        String title,
        String detail,
        JsonNode details,
        String hash,
        Instant requestedAt,
        Instant expiresAt,
        @Nullable ApprovalDecision decision,
        @Nullable ApprovalScope scope,
        @Nullable AgentDeployed agent,
        @Nullable String decidedBy,
        @Nullable String comment,
        @Nullable Instant decidedAt,
        @Nullable String trace) {

    /** What was asked. */
    static Approval of(ApprovalRequested asked) {
        return new Approval(
                asked.approvalId(),
                asked.tenant(),
                ApprovalStatus.PENDING,
                asked.kind(),
                asked.subject(),
                asked.title(),
                asked.detail(),
                asked.details(),
                asked.hash(),
                asked.at(),
                asked.expiresAt(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    Approval decided(
            ApprovalDecision how,
            @Nullable ApprovalScope reach,
            @Nullable AgentDeployed granted,
            @Nullable String by,
            @Nullable String said,
            Instant at) {
        return new Approval(
                approvalId,
                tenant,
                ApprovalStatus.valueOf(how.name()),
                kind,
                subject,
                title,
                detail,
                details,
                hash,
                requestedAt,
                expiresAt,
                how,
                reach,
                granted,
                by,
                said,
                at,
                trace);
    }

    /** The same with the place where it was asked. */
    public Approval traced(@Nullable String place) {
        return new Approval(
                approvalId,
                tenant,
                status,
                kind,
                subject,
                title,
                detail,
                details,
                hash,
                requestedAt,
                expiresAt,
                decision,
                scope,
                agent,
                decidedBy,
                comment,
                decidedAt,
                place);
    }

    /** Whether a human can still decide. */
    public boolean pending() {
        return status == ApprovalStatus.PENDING;
    }
}
