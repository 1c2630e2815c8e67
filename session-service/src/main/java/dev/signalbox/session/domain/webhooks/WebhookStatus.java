package dev.signalbox.session.domain.webhooks;

/** Whether a webhook is told of anything. */
public enum WebhookStatus {
    ACTIVE,
    /** Its receiver did not answer for too long, or said that it is gone. */
    DISABLED,
    /** Its owner removed it. */
    REMOVED
}
