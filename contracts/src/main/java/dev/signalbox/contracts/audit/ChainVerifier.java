package dev.signalbox.contracts.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one chain from link to link and says where it breaks. Goes on after a break with what the link says of itself. A chain
 * that does not begin with its first entry must say itself that those before were pruned.
 */
public final class ChainVerifier {

    private final String tenant;
    private final long after;
    private final String anchor;
    private long sequence;
    private String hash;
    private @Nullable AuditPruned pruned;

    /**
     * For a chain, or its remainder.
     *
     * @param sequence of the last entry that is not among the links; 0 for the whole chain
     * @param hash of that entry; {@link AuditEntry#GENESIS} for the whole chain
     */
    public ChainVerifier(String tenant, long sequence, String hash) {
        this.tenant = tenant;
        this.after = sequence;
        this.anchor = hash;
        this.sequence = sequence;
        this.hash = hash;
    }

    /** Takes the next link; what is wrong with it, if anything. */
    public Optional<String> accept(AuditEntry link) {
        String wrong = wrong(link);
        sequence = link.sequence();
        hash = link.hash();
        if (after > 0 && wrong == null) {
            AuditPruned.of(link)
                    .filter(said -> said.through() == after && said.hash().equals(anchor))
                    .ifPresent(said -> pruned = said);
        }
        return Optional.ofNullable(wrong);
    }

    private @Nullable String wrong(AuditEntry link) {
        if (!link.tenant().equals(tenant)) {
            return "it belongs to the chain of " + link.tenant();
        }
        if (link.sequence() != sequence + 1) {
            return "it has the number " + link.sequence() + ", and " + (sequence + 1) + " was to come: entries are "
                    + (link.sequence() > sequence ? "missing" : "out of order");
        }
        if (!link.previous().equals(hash)) {
            return "it follows another entry than the one before it: that one was changed, or the two do not belong together";
        }
        if (!AuditEntry.hash(link.previous(), link.canonical()).equals(link.hash())) {
            return "its content is not what its hash says: it was changed";
        }
        return null;
    }

    /** What was pruned before the first link, as the chain itself says; nothing for a whole chain. */
    public Optional<AuditPruned> pruned() {
        return Optional.ofNullable(pruned);
    }

    /** After the last link: what is wrong with where the chain begins, if anything. */
    public Optional<String> missing() {
        return after > 0 && pruned == null
                ? Optional.of("the chain begins after entry " + after
                        + ", and no entry of it says that those before were pruned: they were cut off")
                : Optional.empty();
    }

    /** Number of the last link. */
    public long sequence() {
        return sequence;
    }

    /** Hash of the last link, as it says. */
    public String hash() {
        return hash;
    }
}
