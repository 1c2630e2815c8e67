package dev.signalbox.session.app.webhooks;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.session.app.approvals.RefusedException;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Documents.Query;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.webhooks.Addresses;
import dev.signalbox.session.domain.webhooks.Webhook;
import dev.signalbox.session.domain.webhooks.WebhookEvents;
import dev.signalbox.session.domain.webhooks.WebhookStatus;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The addresses that are told of events. Methods block. */
public final class Webhooks {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_ACTIVE = 5_000;

    private final Documents<Webhook> documents;
    private final Receivers receivers;
    private final WebhookPolicy policy;
    private final Clock clock;
    /** The active ones of all tenants; looked up anew now and then. */
    private volatile List<Webhook> active = List.of();

    public Webhooks(Documents<Webhook> documents, Receivers receivers, WebhookPolicy policy, Clock clock) {
        this.documents = documents;
        this.receivers = receivers;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Registers an address.
     *
     * @param events types; the usual ones when empty
     * @param secret to sign with; made when absent
     * @throws RefusedException when something is wrong with it
     */
    public Webhook register(TenantId tenant, String url, List<String> events, @Nullable String secret) {
        Addresses.wrong(url).ifPresent(Webhooks::invalid);
        receivers.forbidden(url).ifPresent(Webhooks::invalid);
        for (String event : events) {
            if (!WebhookEvents.ALL.contains(event)) {
                invalid("There is no event " + event + ". There are " + String.join(", ", WebhookEvents.ALL) + ".");
            }
        }
        if (secret != null && !Signature.usable(secret)) {
            invalid("secret is " + Signature.PREFIX + " and Base64 of " + Signature.FEWEST + " to " + Signature.MOST
                    + " bytes; leave it out to have one made.");
        }
        if (documents.count(tenant, List.of(status(WebhookStatus.ACTIVE))) >= policy.most()) {
            throw new RefusedException(ProblemType.LIMIT_REACHED.because(
                    "There are " + policy.most() + " webhooks already. Remove one first."));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Webhook webhook = Webhook.active(
                Identifiers.timeOrdered(now),
                tenant,
                url,
                events.isEmpty() ? WebhookEvents.USUAL : List.copyOf(new LinkedHashSet<>(events)),
                secret == null ? newSecret() : secret,
                now);
        documents.change(webhook.id(), nothing -> new Changed<>(stored(webhook), List.of(), true));
        lookAround();
        return webhook;
    }

    private static String newSecret() {
        byte[] random = new byte[Signature.FEWEST];
        RANDOM.nextBytes(random);
        return Signature.secret(random);
    }

    private static void invalid(String detail) {
        throw new RefusedException(ProblemType.INVALID_REQUEST.because(detail));
    }

    /** Those of a tenant that were not removed, the newest first. */
    public List<Webhook> list(TenantId tenant) {
        return documents
                .list(new Query(
                        tenant,
                        List.of(status(WebhookStatus.ACTIVE), status(WebhookStatus.DISABLED)),
                        null,
                        MOST_ACTIVE))
                .stream()
                .map(Stored::document)
                .toList();
    }

    /** One of a tenant. */
    public Optional<Webhook> find(TenantId tenant, String id) {
        return documents
                .find(id)
                .map(Stored::document)
                .filter(one -> one.tenant().equals(tenant) && one.status() != WebhookStatus.REMOVED);
    }

    /** One to be delivered to, whatever its state. */
    Optional<Webhook> find(String id) {
        return documents.find(id).map(Stored::document);
    }

    /** Removes one; empty where there was none. */
    public Optional<Webhook> remove(TenantId tenant, String id) {
        Optional<Webhook> known = find(tenant, id);
        known.ifPresent(one -> change(id, Webhook::removed));
        lookAround();
        return known;
    }

    /** A delivery succeeded; a row is written only where that is news. */
    void succeeded(String id, Instant at) {
        change(id, webhook -> {
            Instant last = webhook.lastSuccessAt();
            boolean news = webhook.failures() > 0
                    || last == null
                    || last.plusSeconds(60).isBefore(at);
            return news ? webhook.succeeded(at) : webhook;
        });
    }

    /** A try failed. */
    void failed(String id, Receivers.Answer answer) {
        change(id, webhook -> webhook.failed(answer.why(), answer.gone(), policy.disableAfter()));
    }

    private void change(String id, java.util.function.UnaryOperator<Webhook> change) {
        documents.change(id, known -> {
            Webhook before = known.map(Stored::document).orElse(null);
            Webhook after = before == null || before.status() == WebhookStatus.REMOVED ? before : change.apply(before);
            return after == before || after == null
                    ? Changed.nothing(false)
                    : new Changed<>(stored(after), List.of(), true);
        });
    }

    /** Whether any is told of events of the type; as it was at the last look. */
    boolean anyWants(String type) {
        for (Webhook webhook : active) {
            if (webhook.wants(type)) {
                return true;
            }
        }
        return false;
    }

    /** Those of a tenant that are told of events of the type. */
    List<Webhook> wanting(TenantId tenant, String type) {
        return active.stream()
                .filter(one -> one.tenant().equals(tenant) && one.wants(type))
                .toList();
    }

    /** Looks which ones there are, also those that were registered at another instance; to be called now and then. */
    public void lookAround() {
        active = documents.list(new Query(null, List.of(status(WebhookStatus.ACTIVE)), null, MOST_ACTIVE)).stream()
                .map(Stored::document)
                .toList();
    }

    private static Stored<Webhook> stored(Webhook webhook) {
        return new Stored<>(
                webhook.id(), webhook.tenant(), status(webhook.status()), webhook.createdAt(), null, webhook);
    }

    private static String status(WebhookStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
