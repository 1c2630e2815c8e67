package dev.signalbox.contracts.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A link of a tenant's chain. Its hash is the SHA-256 of the hash before it (64 lower-case hexadecimal digits, as ASCII), a line
 * feed, and the canonical form of the entry in UTF-8. The canonical form is RFC 8785 of one flat object: what was recorded, with
 * {@code sequence}, {@code recordedAt} and {@code version}, without what is absent.
 *
 * @param tenant whose chain
 * @param sequence from 1, without gaps
 * @param canonical the form that is hashed
 * @param previous hash of the entry before; {@link #GENESIS} for the first
 * @param hash of this entry
 */
public record AuditEntry(String tenant, long sequence, String canonical, String previous, String hash) {

    /** Stands before the first entry of each chain. */
    public static final String GENESIS = "0".repeat(64);

    /** Of the canonical form; a later form has another number. */
    private static final int VERSION = 1;

    /** The next link. */
    public static AuditEntry after(String previous, long sequence, AuditRecorded recorded, Instant recordedAt) {
        ObjectNode entry = Json.mapper().valueToTree(recorded);
        entry.put("version", VERSION).put("sequence", sequence).put("recordedAt", recordedAt.toString());
        String canonical = CanonicalJson.of(entry);
        return new AuditEntry(recorded.tenant().value(), sequence, canonical, previous, hash(previous, canonical));
    }

    /**
     * A link as somebody kept it. What it says is taken as it is; {@link ChainVerifier} checks it.
     *
     * @param entry the object of the canonical form, in any order and with any white space
     * @throws IllegalArgumentException when that is no flat object with a tenant and a sequence
     */
    public static AuditEntry kept(JsonNode entry, String previous, String hash) {
        if (!entry.path("tenant").isTextual() || !entry.path("sequence").canConvertToLong()) {
            throw new IllegalArgumentException("an entry has a tenant and a sequence");
        }
        return new AuditEntry(
                entry.path("tenant").textValue(),
                entry.path("sequence").longValue(),
                CanonicalJson.of(entry),
                previous,
                hash);
    }

    /** The same from the text of the canonical form. */
    public static AuditEntry kept(String canonical, String previous, String hash) {
        try {
            return kept(Json.mapper().readTree(canonical), previous, hash);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an entry is a JSON object", e);
        }
    }

    /** The hash of a canonical form after another entry's hash. */
    static String hash(String previous, String canonical) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return HexFormat.of().formatHex(digest.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java platform promises SHA-256", e);
        }
    }
}
