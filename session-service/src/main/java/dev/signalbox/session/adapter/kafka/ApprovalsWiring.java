package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.approvals.AgentDirectory;
import dev.signalbox.session.app.approvals.Approvals;
import dev.signalbox.session.app.approvals.Askers;
import dev.signalbox.session.app.approvals.TakeInApprovals;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.DocumentStores;
import dev.signalbox.session.app.webhooks.DeliverWebhooks;
import dev.signalbox.session.app.webhooks.NotifyWebhooks;
import dev.signalbox.session.app.webhooks.OldDeliveries;
import dev.signalbox.session.app.webhooks.Receivers;
import dev.signalbox.session.app.webhooks.WebhookPolicy;
import dev.signalbox.session.app.webhooks.Webhooks;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.approvals.Approval;
import dev.signalbox.session.domain.webhooks.Delivery;
import dev.signalbox.session.domain.webhooks.Webhook;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** Puts together what humans decide, and who is told of it. */
@ApplicationScoped
class ApprovalsWiring {

    private static final Logger LOG = Logger.getLogger(ApprovalsWiring.class);
    private static final int MOST_WEBHOOKS = 20;

    @Produces
    @Singleton
    Approvals approvals(
            DocumentStores stores, AgentDirectory agents, SessionConfig config, Clock clock, Tracing tracing) {
        return new Approvals(
                stores.of(DocumentKinds.APPROVALS, Approval.class),
                agents,
                config.approvals().expiry(),
                clock,
                tracing);
    }

    @Produces
    @Singleton
    TakeInApprovals takeIn(Approvals approvals, Askers askers) {
        return new TakeInApprovals(approvals, askers);
    }

    @Produces
    @Singleton
    WebhookPolicy policy(SessionConfig config) {
        SessionConfig.Webhooks webhooks = config.webhooks();
        return new WebhookPolicy(
                webhooks.timeout(),
                webhooks.firstBackOff(),
                webhooks.giveUpAfter(),
                webhooks.disableAfter(),
                webhooks.retention(),
                MOST_WEBHOOKS);
    }

    @Produces
    @Singleton
    Webhooks webhooks(DocumentStores stores, Receivers receivers, WebhookPolicy policy, Clock clock) {
        return new Webhooks(stores.of(DocumentKinds.WEBHOOKS, Webhook.class), receivers, policy, clock);
    }

    @Produces
    @Singleton
    DeliverWebhooks deliveries(
            DocumentStores stores,
            Webhooks webhooks,
            Receivers receivers,
            WebhookPolicy policy,
            Clock clock,
            @VirtualThreads ExecutorService threads) {
        return new DeliverWebhooks(
                stores.of(DocumentKinds.DELIVERIES, Delivery.class), webhooks, receivers, policy, clock, threads);
    }

    @Produces
    @Singleton
    NotifyWebhooks notifications(Webhooks webhooks, DeliverWebhooks deliveries, Askers askers, Clock clock) {
        return new NotifyWebhooks(webhooks, deliveries, askers, clock);
    }

    /** Looks around for what other instances did. */
    @ApplicationScoped
    static class Ticker {

        private final TakeInApprovals takeIn;
        private final Webhooks webhooks;
        private final OldDeliveries oldDeliveries;
        private final WebhookPolicy policy;
        private final Clock clock;

        Ticker(
                TakeInApprovals takeIn,
                Webhooks webhooks,
                OldDeliveries oldDeliveries,
                WebhookPolicy policy,
                Clock clock) {
            this.takeIn = takeIn;
            this.webhooks = webhooks;
            this.oldDeliveries = oldDeliveries;
            this.policy = policy;
            this.clock = clock;
        }

        @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void lookAround() {
            quietly(webhooks::lookAround);
            quietly(takeIn::lookAround);
        }

        @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void forget() {
            quietly(() -> oldDeliveries.forget(clock.instant().minus(policy.retention())));
        }

        private static void quietly(Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warnf("looking around is tried again: %s", e);
            }
        }
    }
}
