package dev.signalbox.contracts.telemetry;

import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context (Recommendation of 2021-11-23), the parts that travel: {@code traceparent}, which is {@code
 * 00-<trace>-<parent>-<flags>}, and {@code tracestate}, which is others' business and goes on as it came.
 *
 * <p>Between headers the two are one text ({@link #text}): {@code traceparent}, and after a blank {@code tracestate} where
 * there is one. Rows, documents and records in memory keep that; no {@code traceparent} has a blank in it.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the caller records this trace
 * @param tracestate what other tracing systems say about it; absent where they say nothing
 */
public record TraceContext(
        String traceId,
        String spanId,
        boolean sampled,
        @Nullable String tracestate) {

    /** The header of the Recommendation's section 3.2. */
    public static final String TRACEPARENT = "traceparent";

    /** The header of its section 3.3. */
    public static final String TRACESTATE = "tracestate";

    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int LENGTH = 55;
    private static final int LONGEST = 256;

    /** About which others say nothing. */
    public TraceContext(String traceId, String spanId, boolean sampled) {
        this(traceId, spanId, sampled, null);
    }

    /**
     * What a header or a kept text says, or null where it is absent or not valid: then a new trace begins. Later versions
     * may append fields; version {@code ff} is invalid.
     *
     * @param text {@code traceparent}, or as {@link #text} made it
     */
    public static @Nullable TraceContext parse(@Nullable String text) {
        return text == null || !valid(text)
                ? null
                : new TraceContext(
                        text.substring(3, 35),
                        text.substring(36, 52),
                        (HexFormat.fromHexDigit(text.charAt(54)) & 1) == 1,
                        tracestate(text));
    }

    /**
     * What the headers say as one text. A {@code tracestate} that is not valid, or has no valid {@code traceparent}, is
     * dropped; {@code traceparent} is what it is, and looked at by whoever begins a step with it.
     *
     * @param tracestates the values of all such headers, in their order
     */
    public static @Nullable String text(@Nullable String traceparent, List<String> tracestates) {
        if (traceparent == null || tracestates.isEmpty() || traceparent.indexOf(' ') >= 0 || !valid(traceparent)) {
            return traceparent;
        }
        String tracestate = Tracestate.carried(tracestates);
        return tracestate == null ? traceparent : traceparent + " " + tracestate;
    }

    /** The {@code traceparent} of a text. */
    public static String traceparent(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /** The {@code tracestate} of a text, or null. */
    static @Nullable String tracestate(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int blank = text.indexOf(' ');
        return blank < 0 ? null : text.substring(blank + 1);
    }

    /**
     * Hands a text on as headers; nothing where it is absent or not valid.
     *
     * @param headers takes name and value
     */
    public static void headers(@Nullable String text, BiConsumer<String, String> headers) {
        if (text == null || !valid(text)) {
            return;
        }
        headers.accept(TRACEPARENT, traceparent(text));
        String tracestate = tracestate(text);
        if (tracestate != null) {
            headers.accept(TRACESTATE, tracestate);
        }
    }

    /** Whether it can be handed on as it is. */
    static boolean valid(String text) {
        int blank = text.indexOf(' ');
        int length = blank < 0 ? text.length() : blank;
        if (length < LENGTH || length > LONGEST || !wellFormed(text) || text.startsWith("ff")) {
            return false;
        }
        boolean trailing = length > LENGTH;
        if (trailing && (text.startsWith("00") || text.charAt(LENGTH) != '-')) {
            return false;
        }
        return !text.startsWith(NO_TRACE, 3) && !text.startsWith(NO_SPAN, 36);
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

    /** Both headers as one text. */
    public String text() {
        return tracestate == null ? traceparent() : traceparent() + " " + tracestate;
    }
}
