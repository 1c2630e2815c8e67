package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.DocumentStores;
import dev.signalbox.session.app.workflows.FollowTasks;
import dev.signalbox.session.app.workflows.RoutePreviews;
import dev.signalbox.session.app.workflows.StoredWorkflows;
import dev.signalbox.session.app.workflows.WatchWorkflows;
import dev.signalbox.session.app.workflows.WorkflowAccounts;
import dev.signalbox.session.app.workflows.WorkflowObserver;
import dev.signalbox.session.app.workflows.Workflows;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowPolicy;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** Puts together what moves workflows. */
@ApplicationScoped
class WorkflowWiring {

    private final SessionConfig.Workflows config;
    private final WorkflowPolicy policy;

    WorkflowWiring(SessionConfig config) {
        this.config = config.workflows();
        this.policy = new WorkflowPolicy(
                this.config.planTries(),
                this.config.stepRetries(),
                this.config.parallel(),
                new dev.signalbox.contracts.Money(this.config.budget()),
                this.config.timeout(),
                this.config.approvalExpiry(),
                this.config.drift(),
                this.config.reviewPasses(),
                this.config.checkPlans(),
                this.config.keptStepBytes(),
                this.config.keptBytes());
    }

    @Produces
    @Singleton
    StoredWorkflows stored(DocumentStores stores, WorkflowObserver observer, Clock clock, Tracing tracing) {
        return new StoredWorkflows(stores.of(DocumentKinds.WORKFLOWS, Workflow.class), observer, clock, tracing);
    }

    @Produces
    @Singleton
    Workflows workflows(StoredWorkflows stored, WorkflowAccounts accounts, Clock clock) {
        return new Workflows(stored, accounts, policy, clock, config.concurrent());
    }

    @Produces
    @Singleton
    FollowTasks followTasks(StoredWorkflows stored) {
        return new FollowTasks(stored, policy);
    }

    @Produces
    @Singleton
    WatchWorkflows watch(
            StoredWorkflows stored,
            RoutePreviews router,
            WorkflowAccounts accounts,
            Clock clock,
            @VirtualThreads ExecutorService threads) {
        return new WatchWorkflows(stored, router, accounts, policy, clock, threads);
    }
}
