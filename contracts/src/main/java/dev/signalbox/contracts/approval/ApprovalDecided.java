package dev.signalbox.contracts.approval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A human decided, or nobody did in time. On {@code session-events}, keyed by approval.
 *
 * @param approvalId which
 * @param tenant whose it is
 * @param kind what was decided
 * @param subject what waited for it
 * @param decision how
 * @param scope how far a grant reaches; absent where nothing was granted
 * @param details what was decided about, as it was asked
 * @param hash of the details
 * @param decidedBy who; absent when it expired or was withdrawn
 * @param comment what they said
 * @param at when
 */
public record ApprovalDecided(
        ApprovalId approvalId,
        TenantId tenant,
        ApprovalKind kind,
        ApprovalSubject subject,
        ApprovalDecision decision,
        @Nullable ApprovalScope scope,
        JsonNode details,
        String hash,
        @Nullable String decidedBy,
        @Nullable String comment,
        Instant at) {}
