package dev.signalbox.gateway.domain;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code Prefer} header (RFC 7240), of which {@code wait} is honoured. */
public final class Preference {

    private Preference() {}

    /**
     * How long the client prefers to wait, at most the ceiling; null where it does not ask or asks in a form that
     * cannot be read (RFC 7240, section 2: such a preference is ignored).
     */
    public static @Nullable Duration wait(List<String> headers, Duration ceiling) {
        for (String header : headers) {
            for (String preference : header.split(",", -1)) {
                Duration wait = one(preference);
                if (wait != null) {
                    return wait.compareTo(ceiling) > 0 ? ceiling : wait;
                }
            }
        }
        return null;
    }

    private static @Nullable Duration one(String preference) {
        int end = preference.indexOf(';');
        String[] parts = (end < 0 ? preference : preference.substring(0, end)).split("=", 2);
        if (parts.length < 2 || !parts[0].strip().toLowerCase(Locale.ROOT).equals("wait")) {
            return null;
        }
        String seconds = parts[1].strip();
        if (seconds.length() > 2 && seconds.startsWith("\"") && seconds.endsWith("\"")) {
            seconds = seconds.substring(1, seconds.length() - 1);
        }
        if (seconds.isEmpty() || seconds.length() > 9 || !seconds.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }
}
