package dev.signalbox.contracts.audit;

import java.util.Optional;

/** Follows one chain from link to link and says where it breaks. Goes on after a break with what the link says of itself. */
public final class ChainVerifier {

    private final String tenant;
    private long sequence;
    private String hash;

    /**
     * For a chain, or its remainder.
     *
     * @param sequence of the last entry that is not among the links; 0 for the whole chain
     * @param hash of that entry; {@link AuditEntry#GENESIS} for the whole chain
     */
    public ChainVerifier(String tenant, long sequence, String hash) {
        this.tenant = tenant;
        this.sequence = sequence;
        this.hash = hash;
    }

    /** Takes the next link; what is wrong with it, if anything. */
    public Optional<String> accept(AuditEntry link) {
        String wrong = wrong(link);
        sequence = link.sequence();
        hash = link.hash();
        return Optional.ofNullable(wrong);
    }

    private @org.jspecify.annotations.Nullable String wrong(AuditEntry link) {
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

    /** Number of the last link. */
    public long sequence() {
        return sequence;
    }

    /** Hash of the last link, as it says. */
    public String hash() {
        return hash;
    }
}
