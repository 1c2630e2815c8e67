package dev.signalbox.session.app.documents;

import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A document as it is stored: the fields that are searched by, and the rest.
 *
 * @param id names it within its kind, over all tenants
 * @param tenant whose it is
 * @param status what it is listed by
 * @param createdAt what lists are ordered by, the newest first
 * @param dueAt when {@link DueDocuments} is called for it; absent where nothing is due
 * @param document the document itself
 */
public record Stored<D>(
        String id,
        TenantId tenant,
        String status,
        Instant createdAt,
        @Nullable Instant dueAt,
        D document) {}
