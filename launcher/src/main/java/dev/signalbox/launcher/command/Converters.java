package dev.signalbox.launcher.command;

import dev.signalbox.contracts.json.Durations;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what people write, and says what is right where it is wrong. */
public final class Converters {

    private static final Pattern DOLLARS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private Converters() {}

    /** Makes a command line and all its commands use them. */
    public static CommandLine in(CommandLine line) {
        return line.registerConverter(BigDecimal.class, Converters::dollars)
                .registerConverter(Duration.class, Converters::duration)
                .registerConverter(Instant.class, Converters::time)
                .registerConverter(Integer.class, of("a whole number, such as 20", Integer::valueOf))
                .registerConverter(Long.class, of("a whole number, such as 20", Long::valueOf))
                .registerConverter(Double.class, of("a number, such as 0.2", Double::valueOf));
    }

    private static BigDecimal dollars(String text) {
        if (!DOLLARS.matcher(text.strip()).matches()) {
            throw wrong(text, "an amount in dollars, such as 5.00");
        }
        return new BigDecimal(text.strip());
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(text, "a duration, such as 30s, 30m, 2h or PT30S");
        }
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw wrong(text, "a time, such as 2026-11-30T18:00:00Z");
        }
    }

    private static <T> ITypeConverter<T> of(String right, ITypeConverter<T> reader) {
        return text -> {
            try {
                return reader.convert(text.strip());
            } catch (NumberFormatException e) {
                throw wrong(text, right);
            }
        };
    }

    private static TypeConversionException wrong(String text, String right) {
        return new TypeConversionException("\"" + text + "\" is not " + right);
    }
}
