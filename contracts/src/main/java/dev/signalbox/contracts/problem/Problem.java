package dev.signalbox.contracts.problem;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in the form of RFC 9457 ("Problem Details for HTTP APIs"); used in REST answers and in events.
 *
 * @param type names the kind of problem; stable, for programs
 * @param title the kind in words; the same for every problem of the type
 * @param status the HTTP status that goes with it
 * @param detail this occurrence in words, with what to do next
 * @param instance the occurrence: a task's address, say
 * @param extensions further members, by name: the limit that was passed, the field at fault
 */
public record Problem(
        URI type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable URI instance,
        Map<String, String> extensions) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public Problem {
        extensions = extensions == null ? Map.of() : Map.copyOf(extensions);
    }
}
