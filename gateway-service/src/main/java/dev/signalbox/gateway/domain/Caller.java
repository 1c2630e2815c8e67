package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.telemetry.TraceContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param tenant whose tasks it may see
 * @param trace the trace that the request belongs to
 * @param actor the person or program behind the tenant's key, as it names itself: for the record, never a permission
 */
public record Caller(TenantId tenant, TraceContext trace, String actor) {

    /** Under this name a request carries its caller from the edge to whoever serves it. */
    public static final String ATTRIBUTE = "signalbox.caller";

    /** Names and addresses of people; nothing that could break a line of a log or of a page. */
    private static final Pattern ACTOR = Pattern.compile("[\\p{Alnum}][\\p{Alnum} ._@:+/-]{0,99}");

    /** Names itself by its tenant where it gives no name, or one that is none. */
    public static Caller of(TenantId tenant, TraceContext trace, @Nullable String actor) {
        String name = actor == null ? "" : actor.strip();
        return new Caller(tenant, trace, ACTOR.matcher(name).matches() ? name : tenant.value());
    }
}
