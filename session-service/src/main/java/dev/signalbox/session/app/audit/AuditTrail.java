package dev.signalbox.session.app.audit;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditEntry;
import dev.signalbox.contracts.audit.AuditRecorded;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chains of all tenants. Blocks. */
public interface AuditTrail {

    /**
     * The last entry of a chain, or the last one that was pruned.
     *
     * @param sequence its number; 0 where there is none
     * @param hash of it
     */
    record Head(TenantId tenant, long sequence, String hash, Instant at) {}

    /**
     * What is looked for. All of it must hold.
     *
     * @param tenant whose entries; null for all tenants'
     * @param before a place in the list, from {@link Page#next}; null for the newest
     * @param limit how many at most
     */
    record Query(
            @Nullable TenantId tenant,
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before,
            int limit) {}

    /**
     * Entries, the newest first.
     *
     * @param next the place where the list goes on; null at its end
     */
    record Page(List<AuditEntry> entries, @Nullable Long next) {}

    /**
     * Appends what is not there yet, each tenant's in the order given, all or nothing.
     *
     * @return how many entries that made
     */
    int append(List<AuditRecorded> records, Instant now);

    /** Whose the tasks are, by their rows or by who submitted them; nothing of unknown ones. */
    Map<TaskId, TenantId> tenantsOf(Collection<TaskId> tasks);

    Page page(Query query);

    /** The heads of all chains, by tenant; of one where one is named. */
    List<Head> heads(@Nullable TenantId tenant);

    /** Where the chain begins: number 0 unless something was pruned. */
    Head start(TenantId tenant);

    /**
     * A stretch of a chain.
     *
     * @param entries as they are, whatever somebody may have done to them
     * @param through number of the last of them, by which the next stretch is asked for
     */
    record Stretch(List<AuditEntry> entries, long through) {}

    /** Entries in order, after one number and through another. */
    Stretch entries(TenantId tenant, long after, long through, int most);

    /** Heads of chains that have grown since their last checkpoint. */
    List<Head> unpublished();

    /** These heads were published. */
    void published(List<Head> heads);

    /** Checkpoints that say another hash than the entry of their number, or whose entry is not there and was not pruned. */
    List<Head> contradicted(TenantId tenant);
}
