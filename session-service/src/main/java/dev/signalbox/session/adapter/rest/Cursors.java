package dev.signalbox.session.adapter.rest;

import dev.signalbox.session.app.documents.Documents.Position;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Places in lists as clients hold them, and problems as they get them. */
final class Cursors {

    /** Of the parameter, in a problem. */
    static final String IS = "is the value of next of the page before";

    private Cursors() {}

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
            int space = plain.indexOf('\0') < 0 ? plain.indexOf(' ') : -1;
            return new Position(Instant.parse(plain.substring(0, space)), plain.substring(space + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException("not a cursor of this service", e);
        }
    }
}
