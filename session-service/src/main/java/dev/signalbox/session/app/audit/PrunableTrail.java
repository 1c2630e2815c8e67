package dev.signalbox.session.app.audit;

import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Chains that may lose their oldest entries. Blocks. */
public interface PrunableTrail {

    /**
     * What went.
     *
     * @param through number of the last entry that is gone
     * @param entries how many went this time
     */
    record Pruning(TenantId tenant, long through, long entries) {}

    /**
     * How it is done.
     *
     * @param before entries from before then go, up to the first that is younger
     * @param overdue only where the first entry is from before then: chains are not pruned for each single entry
     * @param most how many at most
     * @param setting for the entry that says so
     */
    record Rule(Instant before, Instant overdue, int most, String setting) {}

    /** Tenants that have a chain. */
    List<TenantId> chains();

    /** Removes a chain's oldest entries and appends one that says so, both or neither; nothing where there are none to be removed. */
    Optional<Pruning> prune(TenantId tenant, Rule rule);
}
