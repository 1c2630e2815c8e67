package dev.signalbox.session.app.audit;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.session.app.audit.PrunableTrail.Pruning;
import dev.signalbox.session.app.audit.PrunableTrail.Rule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets the oldest entries go where a retention is set. A chain is pruned once its first entry is a day older than that, so that
 * it does not grow by entries that say so.
 */
public final class PruneTrail {

    /** Audit events stay on their topic for 30 days, and what is delivered again must be known. */
    static final Duration SHORTEST = Duration.ofDays(31);

    private static final System.Logger LOG = System.getLogger(PruneTrail.class.getName());
    private static final Duration SLACK = Duration.ofDays(1);
    /** In one transaction, while writers of the chain wait. */
    private static final int MOST = 50_000;

    private final PrunableTrail trail;
    private final Duration retention;
    private final Clock clock;

    /**
     * For one retention.
     *
     * @param retention zero for ever
     * @throws IllegalArgumentException when it is shorter than can be
     */
    public PruneTrail(PrunableTrail trail, Duration retention, Clock clock) {
        if (!retention.isZero() && retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("SIGNALBOX_AUDIT_RETENTION is at least " + SHORTEST.toDays()
                    + "d, or empty: entries that are still in Kafka would be written a second time");
        }
        this.trail = trail;
        this.retention = retention;
        this.clock = clock;
    }

    /** Prunes what is due. */
    public void sweep() {
        if (retention.isZero()) {
            return;
        }
        Instant before = clock.instant().minus(retention);
        Rule rule = new Rule(before, before.minus(SLACK), MOST, setting());
        for (TenantId tenant : trail.chains()) {
            Optional<Pruning> pruning = trail.prune(tenant, rule);
            while (pruning.isPresent()) {
                Pruning done = pruning.get();
                LOG.log(
                        System.Logger.Level.INFO,
                        "audit pruned tenant={0} through={1} entries={2} setting={3}",
                        done.tenant(),
                        Long.toString(done.through()),
                        Long.toString(done.entries()),
                        rule.setting());
                pruning = trail.prune(tenant, rule);
            }
        }
    }

    private String setting() {
        return "retention "
                + (retention.equals(Duration.ofDays(retention.toDays()))
                        ? retention.toDays() + "d"
                        : retention.toString());
    }
}
