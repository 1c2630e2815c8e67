package dev.signalbox.session.domain.webhooks;

import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told of events.
 *
 * @param events their types, see {@link WebhookEvents}
 * @param secret that deliveries are signed with; empty once removed
 * @param failures failed tries since the last that succeeded
 * @param lastFailure what the last one was; absent where none was
 * @param lastSuccessAt when a delivery last succeeded; absent before
 * @param disabledBecause why it is told of nothing any more
 */
public record Webhook(
        String id,
        TenantId tenant,
        String url,
        List<String> events,
        String secret,
        WebhookStatus status,
        Instant createdAt,
        int failures,
        @Nullable String lastFailure,
        @Nullable Instant lastSuccessAt,
        @Nullable String disabledBecause) {

    public Webhook {
        events = List.copyOf(events);
    }

    /** A new one. */
    public static Webhook active(
            String id, TenantId tenant, String url, List<String> events, String secret, Instant now) {
        return new Webhook(id, tenant, url, events, secret, WebhookStatus.ACTIVE, now, 0, null, null, null);
    }

    /** Whether it is told of events of the type. */
    public boolean wants(String type) {
        return status == WebhookStatus.ACTIVE && events.contains(type);
    }

    /** A delivery succeeded. */
    public Webhook succeeded(Instant at) {
        return with(status, secret, 0, lastFailure, at, disabledBecause);
    }

    /**
     * A try failed.
     *
     * @param gone whether the receiver said that it wants nothing any more
     * @param most failures in a row before it is disabled
     */
    public Webhook failed(String why, boolean gone, int most) {
        int inARow = failures + 1;
        if (status == WebhookStatus.ACTIVE && (gone || inARow >= most)) {
            String because = gone
                    ? "The receiver answered 410: it wants nothing any more."
                    : inARow + " tries in a row failed, the last one: " + why;
            return with(WebhookStatus.DISABLED, secret, inARow, why, lastSuccessAt, because);
        }
        return with(status, secret, inARow, why, lastSuccessAt, disabledBecause);
    }

    /** Its owner does not want it any more. */
    public Webhook removed() {
        return with(WebhookStatus.REMOVED, "", failures, lastFailure, lastSuccessAt, disabledBecause);
    }

    private Webhook with(
            WebhookStatus next,
            String signedWith,
            int inARow,
            @Nullable String failure,
            @Nullable Instant success,
            @Nullable String because) {
        return new Webhook(id, tenant, url, events, signedWith, next, createdAt, inARow, failure, success, because);
    }

    @Override
    public String toString() {
        return "Webhook[" + id + ", " + status + "]";
    }
}
