package dev.signalbox.session.domain.webhooks;

import dev.signalbox.contracts.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a webhook.
 *
 * @param id the same for all tries; receivers know by it what they have already got
 * @param type of the event
 * @param body as it is sent; empty once it ended
 * @param tries so far
 * @param nextAt when it is tried next; absent once it ended
 * @param lastFailure why the last try failed
 */
public record Delivery(
        String id,
        String webhookId,
        TenantId tenant,
        String type,
        String body,
        DeliveryStatus status,
        Instant createdAt,
        int tries,
        @Nullable Instant nextAt,
        @Nullable String lastFailure) {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;

    /** To be tried at once. */
    public static Delivery of(String id, String webhookId, TenantId tenant, String type, String body, Instant now) {
        return new Delivery(id, webhookId, tenant, type, body, DeliveryStatus.PENDING, now, 0, now, null);
    }

    /** Whether it is to be tried now. */
    public boolean due(Instant now) {
        return status == DeliveryStatus.PENDING && nextAt != null && !nextAt.isAfter(now);
    }

    /** Somebody tries it, and has until then. */
    public Delivery claimed(Instant until) {
        return with(body, status, tries, until, lastFailure);
    }

    /** The receiver took it. */
    public Delivery delivered() {
        return with("", DeliveryStatus.DELIVERED, tries + 1, null, lastFailure);
    }

    /** It is not tried any more. */
    public Delivery givenUp(String why) {
        return with("", DeliveryStatus.FAILED, tries, null, why);
    }

    /**
     * A try failed.
     *
     * @param firstWait before the next one; doubled with each further one
     * @param giveUpAfter how long it is tried in all
     */
    public Delivery failed(String why, Duration firstWait, Duration giveUpAfter, Instant now) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
        Instant next = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        return next.isAfter(createdAt.plus(giveUpAfter))
                ? with("", DeliveryStatus.FAILED, tries + 1, null, why)
                : with(body, status, tries + 1, next, why);
    }

    private Delivery with(
            String content, DeliveryStatus next, int count, @Nullable Instant at, @Nullable String failure) {
        return new Delivery(id, webhookId, tenant, type, content, next, createdAt, count, at, failure);
    }

    @Override
    public String toString() {
        return "Delivery[" + id + ", " + status + "]";
    }
}
