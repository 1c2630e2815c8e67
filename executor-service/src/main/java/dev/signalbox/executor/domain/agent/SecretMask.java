package dev.signalbox.executor.domain.agent;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is told of tools, and bounds it. Known are the values of the task's environment and the shapes
 * of widespread keys; a secret that looks like any other word is not found.
 */
public final class SecretMask {

    /** Most bytes of arguments or of a result in an event. */
    public static final int EVENT_BYTES = 4096;

    private static final String MASK = "***";
    private static final int SHORTEST_VALUE = 6;

    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)", Pattern.DOTALL);
    private static final Pattern SHAPES = Pattern.compile("\\bsk-[A-Za-z0-9_-]{12,}"
            + "|\\be2b_[A-Za-z0-9]{12,}"
            + "|\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"
            + "|\\bgh[pousr]_[A-Za-z0-9]{20,}"
            + "|\\bgithub_pat_[A-Za-z0-9_]{20,}"
            + "|\\bglpat-[A-Za-z0-9_-]{16,}"
            + "|\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"
            + "|\\bAIza[A-Za-z0-9_-]{30,}"
            + "|\\bscrapy-[A-Za-z0-9-]{12,}"
            + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer\\s+)[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern CREDENTIALS_IN_ADDRESS = Pattern.compile("(://[^/\\s:@]+:)[^/\\s@]+(@)");

    private final List<String> values;

    /**
     * A mask for one task.
     *
     * @param secretValues of its environment; shorter ones than six characters are left, or every {@code 1} would go
     */
    public SecretMask(Collection<String> secretValues) {
        this.values = secretValues.stream()
                .filter(value -> value.length() >= SHORTEST_VALUE)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text without the values of the environment. */
    public String maskValues(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
            String inJson = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            if (!inJson.equals(value)) {
                masked = masked.replace(inJson, MASK);
            }
        }
        return masked;
    }

    /** The text without secrets. */
    public String mask(String text) {
        String masked = maskValues(text);
        masked = PRIVATE_KEY.matcher(masked).replaceAll(MASK);
        masked = SHAPES.matcher(masked).replaceAll(MASK);
        masked = BEARER.matcher(masked).replaceAll("$1" + MASK);
        return CREDENTIALS_IN_ADDRESS.matcher(masked).replaceAll("$1" + MASK + "$2");
    }

    /** Masked, then cut to what an event may hold: a secret is not saved by the cut. */
    public String forEvent(String text) {
        return cut(mask(text), EVENT_BYTES);
    }

    /** The beginning that fits, with a word on what is missing. */
    public static String cut(String text, int bytes) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        if (all.length <= bytes) {
            return text;
        }
        String note = " ... (" + all.length + " bytes in all)";
        int kept = bytes - note.length();
        while (kept > 0 && (all[kept] & 0xC0) == 0x80) {
            kept--;
        }
        return new String(all, 0, kept, StandardCharsets.UTF_8) + note;
    }
}
