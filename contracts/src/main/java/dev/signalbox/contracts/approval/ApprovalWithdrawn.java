package dev.signalbox.contracts.approval;

import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;

/**
 * What asked no longer does: it ended, or asks for something else. On {@code session-events}, keyed by approval.
 *
 * @param approvalId which
 * @param tenant whose it is
 * @param because in words
 * @param at when
 */
public record ApprovalWithdrawn(ApprovalId approvalId, TenantId tenant, String because, Instant at) {}
