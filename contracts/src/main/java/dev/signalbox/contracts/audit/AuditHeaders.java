package dev.signalbox.contracts.audit;

/**
 * Kafka headers by which the gateway says on a {@code TaskRequested} who submitted it. So the submission itself is what the
 * audit trail is written from, and no second record must be awaited. Only the gateway's own records are believed
 * ({@code ce_source}).
 */
public final class AuditHeaders {

    /** CloudEvents source of the gateway's records. */
    public static final String GATEWAY = "/signalbox/gateway";

    /** What CloudEvents sources of Signalbox's own services begin with. */
    public static final String SERVICES = "/signalbox/";

    /** {@link AuditRecorded#actor()}. */
    public static final String ACTOR = "audit-actor";

    /** {@link AuditRecorded#onBehalfOf()}. */
    public static final String ON_BEHALF_OF = "audit-on-behalf-of";

    /** Present for operators. */
    public static final String OPERATOR = "audit-operator";

    /** {@link AuditRecorded#channel()}, in lower case. */
    public static final String CHANNEL = "audit-channel";

    /** {@link AuditRecorded#source()}. */
    public static final String SOURCE = "audit-source";

    private AuditHeaders() {}
}
