package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.telemetry.TraceContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param tenant whose tasks it may see; of an operator whom it acts as
 * @param trace the trace that the request belongs to
 * @param actor the person or program behind the key, as it names itself: for the record, never a permission
 * @param operator the operator's name, as the key says it; null for everybody else
 * @param entrance where the request came in
 */
public record Caller(
        TenantId tenant,
        TraceContext trace,
        String actor,
        @Nullable String operator,
        Entrance entrance) {

    /** Under this name a request carries its caller from the edge to whoever serves it. */
    public static final String ATTRIBUTE = "signalbox.caller";

    /** The operator's name where no key says one. */
    public static final String LOCAL = "local";

    /** Names and addresses of people; nothing that could break a line of a log or of a page. */
    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}][\\p{Alnum} ._@:+/-]{0,99}");

    /** Names itself by its tenant where it gives no name, or one that is none. */
    public static Caller of(TenantId tenant, TraceContext trace, @Nullable String actor) {
        return new Caller(tenant, trace, nameOr(actor, tenant.value()), null, Entrance.UNKNOWN);
    }

    /** An operator, who acts as a tenant where something is a tenant's; it is its own name where it gives no other. */
    public static Caller operator(String name, TenantId tenant, TraceContext trace, @Nullable String actor) {
        return new Caller(tenant, trace, nameOr(actor, name), name, Entrance.UNKNOWN);
    }

    /** Whoever runs on the machine of a gateway that asks for no key: an operator whom nothing but the machine vouches for. */
    public static Caller local(TenantId tenant, TraceContext trace, @Nullable String actor) {
        return new Caller(tenant, trace, nameOr(actor, tenant.value()), LOCAL, Entrance.UNKNOWN);
    }

    /** The same, with where it came in. */
    public Caller through(Entrance here) {
        return new Caller(tenant, trace, actor, operator, here);
    }

    private static String nameOr(@Nullable String given, String otherwise) {
        String name = given == null ? "" : given.strip();
        return isName(name) ? name : otherwise;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
