package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Idempotency-Key} header (draft-ietf-httpapi-idempotency-key-header-07): one string, quoted as the draft
 * wants it or bare as many clients send it.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record IdempotencyKey(String value) {

    public static final int LONGEST = 255;

    /**
     * Reads the header.
     *
     * @return null when it is no valid key
     */
    public static @Nullable IdempotencyKey parse(String header) {
        String text = header.strip();
        boolean quoted = text.startsWith("\"");
        if (quoted) {
            text = unquoted(text);
        }
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || !quoted && (c == ' ' || c == '"' || c == ',')) {
                return null;
            }
        }
        return new IdempotencyKey(text);
    }

    /** The content of a structured-field string (RFC 9651, section 3.3.3), or null. */
    private static @Nullable String unquoted(String text) {
        if (text.length() < 2 || !text.endsWith("\"")) {
            return null;
        }
        StringBuilder content = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = text.charAt(i);
                if (i == text.length() - 1 || c != '"' && c != '\\') {
                    return null;
                }
            } else if (c == '"') {
                return null;
            }
            content.append(c);
        }
        return content.toString();
    }

    /**
     * The task that the key stands for: a UUID of version 8 (RFC 9562, section 5.8) from the SHA-256 of tenant and
     * key. The same key therefore names the same task even where nothing else remembers it.
     */
    public TaskId taskId(TenantId tenant) {
        byte[] hash = Sha256.of(("signalbox\0" + tenant + "\0" + value).getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.wrap(hash);
        long high = bits.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
        long low = bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new TaskId(new UUID(high, low).toString());
    }
}
