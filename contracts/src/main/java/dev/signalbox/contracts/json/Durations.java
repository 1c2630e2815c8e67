package dev.signalbox.contracts.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class Durations {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|h|d)?");

    private Durations() {}

    /**
     * Reads {@code 30s}, {@code 5m}, {@code 1.5h}, {@code 250ms}, {@code 2d}, plain seconds ({@code 30}) or ISO 8601
     * ({@code PT30S}).
     *
     * @throws IllegalArgumentException with a message for the user when it is none of these
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text.strip());
        if (matcher.matches()) {
            BigDecimal number = new BigDecimal(matcher.group(1));
            long unitMillis = switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
                case "ms" -> 1;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                default -> 1_000;
            };
            return Duration.ofMillis(
                    number.multiply(BigDecimal.valueOf(unitMillis)).longValue());
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a duration looks like 30s, 5m, 1h, 250ms or PT30S", e);
        }
    }
}
