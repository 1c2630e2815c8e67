package dev.signalbox.registry.app;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The last item of a page: a page begins behind it, so that nothing is lost or repeated when others come and go.
 *
 * @param rank how well it matched the search; 0 without one
 * @param id its identifier
 */
public record Cursor(double rank, String id) {

    /** A form that fits into an address. */
    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((rank + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads {@link #encoded()}; empty when it is something else. */
    public static Optional<Cursor> decode(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            if (space < 0 || plain.indexOf('\0') >= 0) {
                return Optional.empty();
            }
            return Optional.of(new Cursor(Double.parseDouble(plain.substring(0, space)), plain.substring(space + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
