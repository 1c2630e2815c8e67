package dev.signalbox.gateway.domain;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context (Recommendation of 2021-11-23), the part that travels: {@code 00-<trace>-<parent>-<flags>}.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the caller records this trace
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    /** Later versions may append fields, version {@code ff} is invalid. */
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int LONGEST = 256;

    /** What the header says, or null where it is absent or not valid: then a new trace begins. */
    public static @Nullable TraceContext parse(@Nullable String header) {
        if (header == null || header.length() > LONGEST) {
            return null;
        }
        var matcher = FORM.matcher(header);
        if (!matcher.matches()) {
            return null;
        }
        String version = matcher.group(1);
        boolean trailing = matcher.group(5) != null;
        if (version.equals("ff") || trailing && version.equals("00")) {
            return null;
        }
        String traceId = matcher.group(2);
        String spanId = matcher.group(3);
        if (traceId.equals(NO_TRACE) || spanId.equals(NO_SPAN)) {
            return null;
        }
        boolean sampled = (Integer.parseInt(matcher.group(4), 16) & 1) == 1;
        return new TraceContext(traceId, spanId, sampled);
    }

    /**
     * A new trace.
     *
     * @param high random bits
     * @param low random bits
     * @param span random bits
     */
    public static TraceContext start(long high, long low, long span) {
        return new TraceContext(hex(high) + hex(low | 1), hex(span | 1), false);
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }

    /** The header to hand on. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
