package dev.signalbox.contracts.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks an exported trail line by line, with nothing but the lines, and with checkpoints that were kept elsewhere. */
public final class ExportVerifier {

    private static final int MOST_FAULTS = 50;

    /**
     * Something is wrong.
     *
     * @param line where in the file, from 1; 0 for what is missing at its end
     * @param tenant whose chain; empty where that cannot be told
     * @param sequence of the entry; 0 where it is about none
     */
    public record Fault(long line, String tenant, long sequence, String what) {}

    /**
     * A chain as the file has it.
     *
     * @param after number of the entry before its first one; 0 for a whole chain
     * @param sequence of its last entry
     * @param hash of its last entry
     * @param pruned what the chain says of the entries before its first one; null for a whole chain
     */
    public record Chain(
            String tenant,
            long after,
            long sequence,
            String hash,
            @Nullable AuditPruned pruned) {}

    /** What must have been in a chain. */
    public record Checkpoint(String tenant, long sequence, String hash) {}

    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Chain> chains = new TreeMap<>();
    private final List<Checkpoint> open;
    private @Nullable ChainVerifier chain;
    private String tenant = "";
    private long after;
    private long line;
    private long entries;
    private boolean ended;

    /**
     * For one file.
     *
     * @param checkpoints that are compared with the entries of their number
     */
    public ExportVerifier(List<Checkpoint> checkpoints) {
        this.open = new ArrayList<>(checkpoints);
    }

    /** Takes the next line. */
    public void accept(String text) {
        line++;
        if (text.isBlank()) {
            return;
        }
        if (ended) {
            fault(0, "something stands behind the end of the export");
            return;
        }
        try {
            JsonNode read = AuditExport.read(text);
            switch (read.path(AuditExport.KIND).asText()) {
                case AuditExport.START -> start(read);
                case AuditExport.ENTRY -> entry(read);
                case AuditExport.HEAD -> head(read);
                case AuditExport.END -> end(read);
                default -> throw new IllegalArgumentException("it is no line of an export");
            }
        } catch (IllegalArgumentException e) {
            fault(0, "" + e.getMessage());
        }
    }

    private void start(JsonNode start) {
        if (chain != null) {
            fault(chain.sequence(), "the chain has no head: entries may be missing");
            close();
        }
        tenant = start.path(AuditExport.TENANT).asText();
        after = start.path(AuditExport.SEQUENCE).asLong();
        String hash = start.path(AuditExport.HASH).asText();
        if (chains.containsKey(tenant)) {
            fault(0, "the chain of " + tenant + " stands in the file twice");
        }
        if (after == 0 && !hash.equals(AuditEntry.GENESIS)) {
            fault(0, "a whole chain begins after " + AuditEntry.GENESIS);
        }
        chain = new ChainVerifier(tenant, after, hash);
        meet(after, hash);
    }

    private void entry(JsonNode read) {
        ChainVerifier following = chain;
        if (following == null) {
            throw new IllegalArgumentException("an entry stands outside any chain: its start is missing");
        }
        entries++;
        AuditEntry entry = AuditEntry.kept(
                read.path(AuditExport.ENTRY),
                read.path(AuditExport.PREVIOUS).asText(),
                read.path(AuditExport.HASH).asText());
        following.accept(entry).ifPresent(what -> fault(entry.sequence(), what));
        meet(entry.sequence(), entry.hash());
    }

    private void head(JsonNode head) {
        ChainVerifier following = chain;
        if (following == null || !head.path(AuditExport.TENANT).asText().equals(tenant)) {
            throw new IllegalArgumentException("a head stands outside its chain");
        }
        long sequence = head.path(AuditExport.SEQUENCE).asLong();
        if (sequence != following.sequence()) {
            fault(
                    following.sequence(),
                    "the chain ends here, and its head is entry " + sequence + ": entries were cut off or added");
        } else if (!head.path(AuditExport.HASH).asText().equals(following.hash())) {
            fault(sequence, "the head's hash is not the one of the last entry");
        }
        close();
    }

    private void end(JsonNode end) {
        ended = true;
        if (chain != null) {
            fault(chain.sequence(), "the chain has no head: entries may be missing");
            close();
        }
        if (end.path(AuditExport.CHAINS).asLong() != chains.size()
                || end.path(AuditExport.ENTRIES).asLong() != entries) {
            tenant = "";
            fault(
                    0,
                    "the export had " + end.path(AuditExport.CHAINS).asLong() + " chains and "
                            + end.path(AuditExport.ENTRIES).asLong() + " entries, the file has " + chains.size()
                            + " and " + entries);
        }
    }

    private void close() {
        ChainVerifier closing = chain;
        if (closing != null) {
            closing.missing().ifPresent(what -> fault(after, what));
            chains.put(
                    tenant,
                    new Chain(
                            tenant,
                            after,
                            closing.sequence(),
                            closing.hash(),
                            closing.pruned().orElse(null)));
            chain = null;
        }
    }

    private void meet(long sequence, String hash) {
        open.removeIf(checkpoint -> {
            boolean met = checkpoint.tenant().equals(tenant) && checkpoint.sequence() == sequence;
            if (met && !checkpoint.hash().equals(hash)) {
                fault(sequence, "the checkpoint says another hash: the chain was made anew");
            }
            return met;
        });
    }

    /** After the last line: all that is wrong, in the order of the file. Fifty at most are told. */
    public List<Fault> finish() {
        line = 0;
        if (!ended) {
            fault(chain == null ? 0 : chain.sequence(), "the file has no end: it was cut off");
            close();
        }
        for (Checkpoint checkpoint : open) {
            tenant = checkpoint.tenant();
            Chain found = chains.get(tenant);
            fault(
                    checkpoint.sequence(),
                    found == null
                            ? "there is a checkpoint of this chain, and the file does not have the chain"
                            : checkpoint.sequence() <= found.after()
                                    ? "the checkpoint lies before what the file has: check it with an earlier export"
                                    : "there is a checkpoint of this entry, and the chain ends at " + found.sequence()
                                            + ": entries were cut off, if the export is younger than the checkpoint");
        }
        open.clear();
        return List.copyOf(faults);
    }

    /** Whether the last line of an export was there. */
    public boolean ended() {
        return ended;
    }

    /** The chains of the file, by tenant. */
    public List<Chain> chains() {
        return List.copyOf(chains.values());
    }

    /** How many entries the file has. */
    public long entries() {
        return entries;
    }

    private void fault(long sequence, String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(line, tenant, sequence, what));
        }
    }
}
