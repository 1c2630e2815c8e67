package dev.signalbox.session.app.webhooks;

import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.DueDocuments;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.webhooks.Delivery;
import dev.signalbox.session.domain.webhooks.Webhook;
import dev.signalbox.session.domain.webhooks.WebhookStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * Delivers. Whoever delivers claims the delivery first, for longer than a try can take, so that instances do not try the
 * same at once and one that is killed leaves it to the others. A receiver may get a delivery twice, with the same id.
 */
public final class DeliverWebhooks implements DueDocuments {

    private static final int AT_ONCE = 16;
    private static final Duration ROOM = Duration.ofSeconds(20);

    private final Documents<Delivery> documents;
    private final Webhooks webhooks;
    private final Receivers receivers;
    private final WebhookPolicy policy;
    private final Clock clock;
    private final Executor threads;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /**
     * A deliverer.
     *
     * @param threads on which it may block
     */
    public DeliverWebhooks(
            Documents<Delivery> documents,
            Webhooks webhooks,
            Receivers receivers,
            WebhookPolicy policy,
            Clock clock,
            Executor threads) {
        this.documents = documents;
        this.webhooks = webhooks;
        this.receivers = receivers;
        this.policy = policy;
        this.clock = clock;
        this.threads = threads;
    }

    /** Puts a delivery down; one that is there already stays as it is. */
    void add(Delivery delivery) {
        documents.change(
                delivery.id(),
                known -> known.isPresent() ? Changed.nothing(false) : new Changed<>(stored(delivery), List.of(), true));
    }

    @Override
    public String kind() {
        return DocumentKinds.DELIVERIES;
    }

    /** Does not wait for the receiver, because others wait for the clock. */
    @Override
    public void due(String id, Instant now) {
        if (!free.tryAcquire()) {
            return;
        }
        boolean handedOver = false;
        try {
            Optional<Delivery> claimed = claim(id);
            if (claimed.isPresent()) {
                Delivery delivery = claimed.get();
                threads.execute(() -> {
                    try {
                        deliver(delivery);
                    } finally {
                        free.release();
                    }
                });
                handedOver = true;
            }
        } finally {
            if (!handedOver) {
                free.release();
            }
        }
    }

    private Optional<Delivery> claim(String id) {
        Instant now = now();
        return documents.change(id, known -> {
            Optional<Delivery> due = known.map(Stored::document).filter(one -> one.due(now));
            return due.isEmpty()
                    ? Changed.nothing(due)
                    : new Changed<>(
                            stored(due.get().claimed(now.plus(policy.timeout()).plus(ROOM))), List.of(), due);
        });
    }

    private void deliver(Delivery delivery) {
        Optional<Webhook> found = webhooks.find(delivery.webhookId());
        if (found.isEmpty() || found.get().status() != WebhookStatus.ACTIVE) {
            change(delivery, one -> one.givenUp("the webhook is not active any more"));
            return;
        }
        Webhook webhook = found.get();
        Instant now = now();
        Receivers.Answer answer = receivers
                .forbidden(webhook.url())
                .map(why -> new Receivers.Answer(0, why))
                .orElseGet(() -> receivers.send(
                        webhook.url(),
                        Map.of(
                                "webhook-id", delivery.id(),
                                "webhook-timestamp", Long.toString(now.getEpochSecond()),
                                "webhook-signature",
                                        Signature.of(webhook.secret(), delivery.id(), now, delivery.body())),
                        delivery.body()));
        if (answer.taken()) {
            change(delivery, Delivery::delivered);
            webhooks.succeeded(webhook.id(), now);
        } else {
            change(delivery, one -> one.failed(answer.why(), policy.firstBackOff(), policy.giveUpAfter(), now()));
            webhooks.failed(webhook.id(), answer);
        }
    }

    private void change(Delivery delivery, UnaryOperator<Delivery> change) {
        documents.change(
                delivery.id(),
                known -> new Changed<>(
                        stored(change.apply(known.map(Stored::document).orElse(delivery))), List.of(), true));
    }

    private static Stored<Delivery> stored(Delivery delivery) {
        return new Stored<>(
                delivery.id(),
                delivery.tenant(),
                delivery.status().name().toLowerCase(Locale.ROOT),
                delivery.createdAt(),
                delivery.nextAt(),
                delivery);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
