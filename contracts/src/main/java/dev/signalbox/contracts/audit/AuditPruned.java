package dev.signalbox.contracts.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import java.util.Optional;

/**
 * What an entry says that was pruned: the first entries of its own chain. The entry is a link of the chain like others, so that a
 * chain that begins later than it did proves that it was meant to, and where the rest of it hangs on.
 *
 * @param through number of the last entry that is gone; the first was 1
 * @param hash of that entry: the first that is left follows it, and an export from before ends with it or has it
 * @param at when it was pruned, in ISO 8601
 * @param by who did: {@code session-service}, or a role of the database by hand
 * @param setting by what setting, such as {@code retention 365d}; {@code by hand}
 * @param entry number of the entry that says so
 */
public record AuditPruned(long through, String hash, String at, String by, String setting, long entry) {

    /** The action of such an entry. Its subject is {@code through:hash}, its choice the setting. */
    public static final String ACTION = "audit.prune";

    /** Keys are sorted, and this is the first of them. */
    private static final String BEGINS = "{\"action\":\"" + ACTION + "\"";

    /** What an entry says; nothing where it is about something else. */
    public static Optional<AuditPruned> of(AuditEntry entry) {
        if (!entry.canonical().startsWith(BEGINS)) {
            return Optional.empty();
        }
        try {
            JsonNode read = Json.mapper().readTree(entry.canonical());
            String subject = read.path("subjectId").asText();
            int colon = subject.indexOf(':');
            return Optional.of(new AuditPruned(
                    Long.parseLong(subject.substring(0, Math.max(0, colon))),
                    subject.substring(colon + 1),
                    read.path("at").asText(),
                    read.path("actor").asText(),
                    read.path("choice").asText(),
                    entry.sequence()));
        } catch (JsonProcessingException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
