package dev.signalbox.contracts.audit;

import dev.signalbox.contracts.TenantId;
import java.time.Instant;

/**
 * How far a chain was. On {@code audit-events}, keyed by tenant, every few minutes while a chain grows. Kept where nobody who
 * can write to the database can write, it shows whether entries were cut off or all hashes made anew.
 *
 * @param tenant whose chain
 * @param sequence of its last entry
 * @param hash of that entry, 64 hexadecimal digits
 * @param at when it was
 */
public record AuditCheckpointed(TenantId tenant, long sequence, String hash, Instant at) {}
