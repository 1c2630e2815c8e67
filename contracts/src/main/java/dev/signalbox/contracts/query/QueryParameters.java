package dev.signalbox.contracts.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request to an address that says which it knows. Others are refused, because a filter that is
 * misspelt and ignored answers with more than was asked for. An empty value counts as none. Every refusal is an
 * {@link InvalidParameterException}, which the services answer with 400.
 */
public final class QueryParameters {

    private static final int LONGEST = 1000;

    private final Map<String, ? extends List<String>> given;
    private final List<String> known;

    private QueryParameters(Map<String, ? extends List<String>> given, List<String> known) {
        this.given = given;
        this.known = known;
    }

    /**
     * Reads a query.
     *
     * @param given values by name, decoded
     * @param known names of the parameters that there are; none where an address has none
     * @throws InvalidParameterException when another one is given, or one twice
     */
    public static QueryParameters of(Map<String, ? extends List<String>> given, String... known) {
        QueryParameters parameters =
                new QueryParameters(given, Stream.of(known).sorted().toList());
        given.forEach((name, values) -> {
            if (!parameters.known.contains(name)) {
                throw parameters.refuse(name, printable(name) + " is no parameter here");
            }
            if (values.size() > 1) {
                throw parameters.malformed(name, "can be given once");
            }
            if (values.stream().anyMatch(value -> value.length() > LONGEST || value.indexOf('\0') >= 0)) {
                throw parameters.malformed(name, "is at most " + LONGEST + " characters, and none of them is NUL");
            }
        });
        return parameters;
    }

    /** The value; null where there is none. */
    public @Nullable String text(String name) {
        if (!known.contains(name)) {
            throw new IllegalStateException(name + " is read and not among those that are known: " + known);
        }
        List<String> values = given.get(name);
        String value = values == null || values.isEmpty() ? null : values.getFirst();
        return value == null || value.isEmpty() ? null : value;
    }

    /** The value, or another one where there is none. */
    public String text(String name, String absent) {
        String value = text(name);
        return value == null ? absent : value;
    }

    /** One of few values; null where there is none. */
    public @Nullable String oneOf(String name, Collection<String> values) {
        String value = text(name);
        if (value != null && !values.contains(value)) {
            throw malformed(name, "is one of " + String.join(", ", values));
        }
        return value;
    }

    /** A time with its offset from UTC (RFC 3339); null where there is none. */
    public @Nullable Instant time(String name) {
        return read(
                name,
                "is a time such as 2026-11-30T18:00:00Z",
                text -> OffsetDateTime.parse(text).toInstant());
    }

    /**
     * A whole number.
     *
     * @param absent what counts where there is none
     */
    public long number(String name, long absent, long least, long most) {
        Long number = read(
                name,
                "is a whole number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most),
                text -> within(Long.parseLong(text), least, most));
        return number == null ? absent : number;
    }

    private static long within(long number, long least, long most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    /**
     * A value of another kind; null where there is none.
     *
     * @param is what the value is, to be read after its name: {@code is the cursor of a page}
     * @param reader throws what a bad text makes it throw: {@link IllegalArgumentException} or {@link DateTimeException}
     */
    public <T> @Nullable T read(String name, String is, Function<String, @Nullable T> reader) {
        String text = text(name);
        try {
            return text == null ? null : reader.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed(name, is);
        }
    }

    /**
     * The refusal of a value.
     *
     * @param is what the value should be, to be read after its name
     */
    public InvalidParameterException malformed(String name, String is) {
        return refuse(name, name + " " + is);
    }

    private InvalidParameterException refuse(String name, String what) {
        String others = known.isEmpty() ? "; there are none" : "; there are " + String.join(", ", known);
        return new InvalidParameterException(printable(name), what + others, known);
    }

    /** A name that a client made up is told as far as it can be read. */
    private static String printable(String name) {
        StringBuilder printable = new StringBuilder();
        name.codePoints()
                .limit(64)
                .map(point -> point > ' ' && point < 127 ? point : '?')
                .forEach(printable::appendCodePoint);
        return printable.isEmpty() ? "?" : printable.toString();
    }
}
