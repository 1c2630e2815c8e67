package dev.signalbox.session.app.audit;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditEntry;
import dev.signalbox.contracts.audit.AuditExport;
import dev.signalbox.contracts.audit.AuditPruned;
import dev.signalbox.contracts.audit.ChainVerifier;
import dev.signalbox.session.app.audit.AuditTrail.Head;
import dev.signalbox.session.app.audit.AuditTrail.Stretch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Reads whole chains, a piece at a time: to hand them out, and to check them. */
public final class ReadTrail {

    private static final int PIECE = 500;
    private static final int MOST_BREAKS = 20;

    /** Takes a line of an export. */
    public interface Lines {
        void write(String line) throws IOException;
    }

    /**
     * A place where a chain is broken.
     *
     * @param sequence number of the entry
     * @param what is wrong, in words
     */
    public record Break(long sequence, String what) {}

    /**
     * What checking a chain found.
     *
     * @param after number of the entry that the chain begins after; 0 where nothing was pruned
     * @param sequence of its last entry
     * @param hash of its last entry
     * @param pruned what the chain itself says of the entries before; null where nothing was pruned
     * @param breaks in order; twenty at most
     */
    public record Checked(
            TenantId tenant,
            boolean intact,
            long after,
            long sequence,
            String hash,
            @Nullable AuditPruned pruned,
            List<Break> breaks) {}

    /** The first entries of the chain were pruned while it was read. */
    private static final class Overtaken extends IOException {
        private static final long serialVersionUID = 1L;

        Overtaken(TenantId tenant) {
            super("the chain of " + tenant + " was pruned while it was read; try again");
        }
    }

    private final AuditTrail trail;
    /** One at a time: each reads everything. */
    private final Semaphore checking = new Semaphore(1);

    public ReadTrail(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Writes the chains up to their heads as they are now.
     *
     * @throws IOException also when a chain was pruned meanwhile: what was written until then is no whole export
     */
    public void export(@Nullable TenantId tenant, Lines lines) throws IOException {
        List<Head> heads = trail.heads(tenant);
        long entries = 0;
        for (Head known : heads) {
            // The start first: the entry that says what was pruned before it is then among those up to the head.
            Head start = trail.start(known.tenant());
            Head head = head(known.tenant());
            lines.write(AuditExport.start(head.tenant().value(), start.sequence(), start.hash()));
            long after = start.sequence();
            while (after < head.sequence()) {
                Stretch piece = piece(start, head, after);
                if (piece.entries().isEmpty()) {
                    break;
                }
                for (AuditEntry entry : piece.entries()) {
                    lines.write(AuditExport.entry(entry));
                }
                entries += piece.entries().size();
                after = piece.through();
            }
            lines.write(AuditExport.head(head.tenant().value(), head.sequence(), head.hash()));
        }
        lines.write(AuditExport.end(heads.size(), entries));
    }

    /** Checks the chains; null where others are being checked. */
    public @Nullable List<Checked> verify(@Nullable TenantId tenant) {
        if (!checking.tryAcquire()) {
            return null;
        }
        try {
            return trail.heads(tenant).stream()
                    .map(head -> verifyToTheEnd(head.tenant()))
                    .toList();
        } finally {
            checking.release();
        }
    }

    private Stretch piece(Head start, Head head, long after) throws Overtaken {
        Stretch piece = trail.entries(head.tenant(), after, head.sequence(), PIECE);
        boolean gap = piece.entries().isEmpty() || piece.entries().getFirst().sequence() != after + 1;
        if (gap && trail.start(head.tenant()).sequence() > start.sequence()) {
            throw new Overtaken(head.tenant());
        }
        return piece;
    }

    private Head head(TenantId tenant) {
        return trail.heads(tenant).getFirst();
    }

    private Checked verifyToTheEnd(TenantId tenant) {
        while (true) {
            try {
                return check(tenant);
            } catch (Overtaken e) {
                // From its new beginning: prunings of a chain are days apart, but for the first ones.
            }
        }
    }

    private Checked check(TenantId tenant) throws Overtaken {
        Head start = trail.start(tenant);
        Head head = head(tenant);
        ChainVerifier chain = new ChainVerifier(head.tenant().value(), start.sequence(), start.hash());
        List<Break> breaks = new ArrayList<>();
        long after = start.sequence();
        while (after < head.sequence() && breaks.size() < MOST_BREAKS) {
            Stretch piece = piece(start, head, after);
            if (piece.entries().isEmpty()) {
                break;
            }
            for (AuditEntry entry : piece.entries()) {
                chain.accept(entry).ifPresent(what -> note(breaks, entry.sequence(), what));
            }
            after = piece.through();
        }
        if (breaks.isEmpty() && chain.sequence() != head.sequence()) {
            note(breaks, chain.sequence(), "the chain ends here, and its head is entry " + head.sequence());
        } else if (breaks.isEmpty() && !chain.hash().equals(head.hash())) {
            note(breaks, head.sequence(), "the head's hash is not the one of the last entry");
        }
        if (breaks.isEmpty()) {
            chain.missing().ifPresent(what -> note(breaks, start.sequence(), what));
        }
        for (Head checkpoint : trail.contradicted(head.tenant())) {
            note(breaks, checkpoint.sequence(), "a checkpoint that was published says another hash");
        }
        return new Checked(
                head.tenant(),
                breaks.isEmpty(),
                start.sequence(),
                chain.sequence(),
                chain.hash(),
                chain.pruned().orElse(null),
                List.copyOf(breaks));
    }

    private static void note(List<Break> breaks, long sequence, String what) {
        if (breaks.size() < MOST_BREAKS) {
            breaks.add(new Break(sequence, what));
        }
    }
}
