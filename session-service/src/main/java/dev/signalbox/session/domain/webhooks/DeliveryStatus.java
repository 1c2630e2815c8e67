package dev.signalbox.session.domain.webhooks;

/** Where a delivery is. */
public enum DeliveryStatus {
    PENDING,
    DELIVERED,
    /** Given up. */
    FAILED
}
