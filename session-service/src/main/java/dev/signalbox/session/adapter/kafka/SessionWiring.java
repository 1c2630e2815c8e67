package dev.signalbox.session.adapter.kafka;

import dev.signalbox.session.app.TaskQueries;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.DocumentStores;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.app.sessions.Advice;
import dev.signalbox.session.app.sessions.Delegator;
import dev.signalbox.session.app.sessions.DeployedAgents;
import dev.signalbox.session.app.sessions.HoldDocument;
import dev.signalbox.session.app.sessions.Holds;
import dev.signalbox.session.app.sessions.Recruiting;
import dev.signalbox.session.app.sessions.RelayMessages;
import dev.signalbox.session.app.sessions.SessionMeters;
import dev.signalbox.session.app.sessions.SessionTalk;
import dev.signalbox.session.app.sessions.StoredSessions;
import dev.signalbox.session.app.sessions.SweepSessions;
import dev.signalbox.session.app.sessions.WatchSessions;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.sessions.DelegatorPolicy;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionRules;
import dev.signalbox.session.domain.sessions.SessionTimes;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Puts together what sessions need. */
@ApplicationScoped
class SessionWiring {

    private static final Logger LOG = Logger.getLogger(SessionWiring.class);

    private final DelegatorPolicy policy;
    private final SessionConfig.Delegator config;

    SessionWiring(SessionConfig config) {
        this.config = config.delegator();
        this.policy = new DelegatorPolicy(
                this.config.timeout(),
                this.config.warnBefore(),
                this.config.agentIdle(),
                this.config.longestLife(),
                this.config.readyWithin());
    }

    @Produces
    @Singleton
    StoredSessions sessions(DocumentStores stores, Clock clock) {
        return new StoredSessions(
                stores.of(DocumentKinds.SESSIONS, SessionDocument.class), new SessionTimes(policy), clock);
    }

    @Produces
    @Singleton
    Holds holds(DocumentStores stores, Clock clock) {
        return new Holds(stores.of(Holds.KIND, HoldDocument.class), clock);
    }

    @Produces
    @Singleton
    Delegator delegator(
            StoredSessions sessions,
            Accounts accounts,
            SessionTalk talk,
            Holds holds,
            Advice router,
            DeployedAgents agents,
            Clock clock) {
        return new Delegator(
                sessions,
                accounts,
                talk,
                holds,
                new Recruiting(router, agents, clock),
                router,
                new SessionRules(policy),
                config.concurrentSessions(),
                clock);
    }

    @Produces
    @Singleton
    WatchSessions watch(
            StoredSessions sessions,
            Delegator delegator,
            Accounts accounts,
            SessionTalk talk,
            Holds holds,
            SessionMeters meters) {
        return new WatchSessions(sessions, delegator, accounts, talk, holds, new SessionTimes(policy), meters);
    }

    @Produces
    @Singleton
    RelayMessages relayMessages(TaskQueries tasks, StoredSessions sessions) {
        return new RelayMessages(tasks, sessions, new SessionRules(policy));
    }

    @Produces
    @Singleton
    SweepSessions sweep(
            StoredSessions sessions,
            Holds holds,
            LogReader reader,
            KafkaLog log,
            Accounts accounts,
            SessionMeters meters,
            Clock clock) {
        return new SweepSessions(
                sessions, holds, new KafkaHoldTopic(reader, log), accounts, meters, config.sweepGrace(), clock);
    }

    /** Looks at money and at what was left behind. */
    @ApplicationScoped
    static class Ticker {

        private final WatchSessions watch;
        private final SweepSessions sweep;

        Ticker(WatchSessions watch, SweepSessions sweep) {
            this.watch = watch;
            this.sweep = sweep;
        }

        @Scheduled(
                every = "${signalbox.session.delegator.look-every:5s}",
                concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void budgets() {
            tried(() -> {
                watch.budgets();
                sweep.measure();
            });
        }

        @Scheduled(
                every = "${signalbox.session.delegator.sweep-every:60s}",
                delayed = "5s",
                concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void sweep() {
            tried(sweep::sweep);
        }

        private static void tried(Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warnf("sessions are looked after later: %s", e.toString());
            }
        }
    }
}
