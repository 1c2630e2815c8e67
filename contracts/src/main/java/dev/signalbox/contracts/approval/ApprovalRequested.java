package dev.signalbox.contracts.approval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;

/**
 * A human is asked to decide. On {@code session-events}, keyed by approval; the inbox takes it in, and a repeated one
 * changes nothing.
 *
 * @param approvalId derived from what asks, so that asking again asks the same
 * @param tenant whose it is
 * @param kind what is to be decided
 * @param subject what waits for it
 * @param title in one line
 * @param detail in words
 * @param details what the decision is about: an {@code AgentProposal}, a workflow's quote, a tool call
 * @param hash SHA-256 of the details, hexadecimal; a decision may name it, so that nothing else is decided than was seen
 * @param expiresAt when it counts as expired
 * @param at when it was asked
 */
public record ApprovalRequested(
        ApprovalId approvalId,
        TenantId tenant,
        ApprovalKind kind,
        ApprovalSubject subject,
        String title,
        String detail,
        JsonNode details,
        String hash,
        Instant expiresAt,
        Instant at) {}
