package dev.signalbox.session.domain.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.ApprovalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of approvals, and what they are bound to. */
public final class ApprovalIds {

    private static final int LONGEST = 64;

    private ApprovalIds() {}

    /** The name, or where it is too long for one a name that is always the same for it. */
    public static ApprovalId of(String name) {
        return new ApprovalId(
                name.length() <= LONGEST ? name : "a:" + sha256(name).substring(0, LONGEST - 2));
    }

    /** SHA-256 of what is decided about, hexadecimal. */
    public static String hash(JsonNode details) {
        return sha256(details.toString());
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
