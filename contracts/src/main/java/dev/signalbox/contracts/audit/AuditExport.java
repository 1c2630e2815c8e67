package dev.signalbox.contracts.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;

/**
 * The lines of an exported trail. For each chain one line {@code start}, its entries in order, one line {@code head}; the last
 * line of all is {@code end}. Each line is a JSON object whose {@code line} says which of them it is.
 */
public final class AuditExport {

    static final String KIND = "line";
    static final String START = "start";
    static final String ENTRY = "entry";
    static final String HEAD = "head";
    static final String END = "end";
    static final String TENANT = "tenant";
    static final String SEQUENCE = "sequence";
    static final String HASH = "hash";
    static final String PREVIOUS = "previous";
    static final String CHAINS = "chains";
    static final String ENTRIES = "entries";

    private AuditExport() {}

    /**
     * A chain begins.
     *
     * @param sequence of the last entry before those that follow; 0 where nothing was pruned
     * @param hash of that entry
     */
    public static String start(String tenant, long sequence, String hash) {
        return place(START, tenant, sequence, hash);
    }

    /** An entry. Its canonical form stands in the line as it was hashed. */
    public static String entry(AuditEntry entry) {
        return "{\"line\":\"entry\",\"entry\":" + entry.canonical() + ",\"previous\":\"" + entry.previous()
                + "\",\"hash\":\"" + entry.hash() + "\"}";
    }

    /** A chain ends here, as its head said when the export began. */
    public static String head(String tenant, long sequence, String hash) {
        return place(HEAD, tenant, sequence, hash);
    }

    /** The export is whole. */
    public static String end(long chains, long entries) {
        return line(END).put(CHAINS, chains).put(ENTRIES, entries).toString();
    }

    private static String place(String kind, String tenant, long sequence, String hash) {
        return line(kind)
                .put(TENANT, tenant)
                .put(SEQUENCE, sequence)
                .put(HASH, hash)
                .toString();
    }

    private static ObjectNode line(String kind) {
        return JsonNodeFactory.instance.objectNode().put(KIND, kind);
    }

    static JsonNode read(String line) {
        try {
            JsonNode read = Json.mapper().readTree(line);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new IllegalArgumentException("it is no line of an export");
    }
}
