package dev.signalbox.session.app.webhooks;

import java.time.Duration;

/**
 * The numbers of deliveries.
 *
 * @param timeout longest wait for a receiver
 * @param firstBackOff wait before the second try
 * @param giveUpAfter how long a delivery is tried
 * @param disableAfter failed tries in a row after which a webhook is disabled
 * @param retention how long deliveries that ended are kept
 * @param most webhooks of a tenant
 */
public record WebhookPolicy(
        Duration timeout,
        Duration firstBackOff,
        Duration giveUpAfter,
        int disableAfter,
        Duration retention,
        int most) {}
