package dev.signalbox.session.adapter.rest;

import dev.signalbox.session.app.documents.Documents.Position;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Places in lists as clients hold them, and problems as they get them. */
final class Cursors {

    private Cursors() {}

    /**
     * A number of the query: JAX-RS itself would answer 404 to what is none.
     *
     * @throws IllegalArgumentException when it is no number from the least to the most
     */
    static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                name + " is a number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most));
    }

    static String encoded(Position position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((position.createdAt() + " " + position.id()).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Position decoded(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            return new Position(Instant.parse(plain.substring(0, space)), plain.substring(space + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException("not a cursor of this service", e);
        }
    }
}
