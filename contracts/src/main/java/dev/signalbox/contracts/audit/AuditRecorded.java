package dev.signalbox.contracts.audit;

import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, or asked for it. On {@code audit-events}, keyed by tenant; session-service appends it to the tenant's chain
 * as an {@link AuditEntry}. Holds names and identifiers only, never a prompt, code, a key or a body. Texts are cut after 200
 * characters, and what is no visible character becomes a question mark.
 *
 * @param entryId names this record for ever: repeated, it is no second entry
 * @param requestId what an act's records have in common
 * @param at when it happened, by the clock of whoever recorded it
 * @param tenant whose chain it belongs to
 * @param actor whom the key belongs to: the operator's name, or the tenant; for services their name
 * @param onBehalfOf who the caller says it is ({@code Signalbox-Actor}); nobody has checked it
 * @param operator whether the key is an operator's
 * @param action stable dotted name, such as {@code approval.decide}; docs/operations/audit.md lists them
 * @param choice the alternative where an action has few, such as {@code grant}
 * @param subjectType what it was done to: {@code task}, {@code agent}, {@code policy}, ...
 * @param subjectId which one; absent where it is not known yet
 * @param phase how far it had come
 * @param status HTTP status of the answer; absent before there is one, and where there is none
 * @param problem type of the problem, without {@code urn:signalbox:problem:}
 * @param channel the way it came
 * @param source network address that it came from, as the gateway sees it
 * @param traceId the trace, to find it in logs
 * @param bodySha256 SHA-256 of the request's body in hexadecimal digits, for what is kept as versions: it proves which one
 * @param unrecorded how many refusals before this one were left out, because there were too many
 */
public record AuditRecorded(
        String entryId,
        String requestId,
        Instant at,
        TenantId tenant,
        String actor,
        @Nullable String onBehalfOf,
        boolean operator,
        String action,
        @Nullable String choice,
        @Nullable String subjectType,
        @Nullable String subjectId,
        AuditPhase phase,
        @Nullable Integer status,
        @Nullable String problem,
        AuditChannel channel,
        @Nullable String source,
        @Nullable String traceId,
        @Nullable String bodySha256,
        @Nullable Integer unrecorded) {

    private static final int LONGEST = 200;

    public AuditRecorded {
        entryId = clean(entryId);
        requestId = clean(requestId);
        actor = clean(actor);
        onBehalfOf = cleaned(onBehalfOf);
        action = clean(action);
        choice = cleaned(choice);
        subjectType = cleaned(subjectType);
        subjectId = cleaned(subjectId);
        problem = cleaned(problem);
        source = cleaned(source);
        traceId = cleaned(traceId);
        bodySha256 = cleaned(bodySha256);
    }

    private static @Nullable String cleaned(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    /** Never half of a pair of surrogates, which has no UTF-8; nothing that PostgreSQL or a terminal would stumble over. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST));
        text.codePoints()
                .limit(LONGEST)
                .map(point -> switch (Character.getType(point)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '?';
                    default -> point;
                })
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
