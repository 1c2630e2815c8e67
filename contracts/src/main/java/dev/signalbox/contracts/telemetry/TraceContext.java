package dev.signalbox.contracts.telemetry;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context (Recommendation of 2021-11-23), the part that travels: {@code 00-<trace>-<parent>-<flags>}.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the caller records this trace
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int LENGTH = 55;
    private static final int LONGEST = 256;

    /**
     * What the header says, or null where it is absent or not valid: then a new trace begins. Later versions may append
     * fields; version {@code ff} is invalid.
     */
    public static @Nullable TraceContext parse(@Nullable String header) {
        return header == null || !valid(header)
                ? null
                : new TraceContext(
                        header.substring(3, 35),
                        header.substring(36, 52),
                        (HexFormat.fromHexDigit(header.charAt(54)) & 1) == 1);
    }

    /** Whether it can be handed on as it is. */
    static boolean valid(String header) {
        int length = header.length();
        if (length < LENGTH || length > LONGEST || !wellFormed(header) || header.startsWith("ff")) {
            return false;
        }
        boolean trailing = length > LENGTH;
        if (trailing && (header.startsWith("00") || header.charAt(LENGTH) != '-')) {
            return false;
        }
        return !header.startsWith(NO_TRACE, 3) && !header.startsWith(NO_SPAN, 36);
    }

    private static boolean wellFormed(String header) {
        for (int i = 0; i < LENGTH; i++) {
            char c = header.charAt(i);
            boolean right = switch (i) {
                case 2, 35, 52 -> c == '-';
                default -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            };
            if (!right) {
                return false;
            }
        }
        return true;
    }

    /**
     * A new trace.
     *
     * @param high random bits
     * @param low random bits
     * @param span random bits
     */
    public static TraceContext start(long high, long low, long span) {
        HexFormat hex = HexFormat.of();
        return new TraceContext(hex.toHexDigits(high) + hex.toHexDigits(low | 1), hex.toHexDigits(span | 1), false);
    }

    /** The header to hand on. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
