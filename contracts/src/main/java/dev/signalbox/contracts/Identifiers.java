package dev.signalbox.contracts;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** The shape of identifiers, and new ones that sort by time. */
public final class Identifiers {

    private static final int MAX_LENGTH = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Identifiers() {}

    static void check(String type, String value) {
        if (!valid(value)) {
            throw new IllegalArgumentException(
                    type + " must be 1 to 64 characters of A-Z a-z 0-9 . _ : - and begin with a letter or digit");
        }
    }

    /** Whether the text can be an identifier. */
    public static boolean valid(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && (i == 0 || c != '.' && c != '_' && c != ':' && c != '-')) {
                return false;
            }
        }
        return true;
    }

    /**
     * A UUID of version 7 (RFC 9562, section 5.7): the milliseconds of {@code now}, then random bits, so that
     * neighbours in time are neighbours in an index.
     */
    public static String timeOrdered(Instant now) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        long high = now.toEpochMilli() << 16 | 0x7000L | (random[0] & 0x0FL) << 8 | random[1] & 0xFFL;
        long low = 0;
        for (int i = 2; i < 10; i++) {
            low = low << 8 | random[i] & 0xFFL;
        }
        low = low & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
