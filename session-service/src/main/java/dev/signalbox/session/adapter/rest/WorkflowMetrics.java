package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.session.app.workflows.WorkflowObserver;
import dev.signalbox.session.domain.workflows.WorkflowStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Counts of workflows by the statuses that they entered and of tries of steps by how they ended; one line for each. */
@ApplicationScoped
class WorkflowMetrics implements WorkflowObserver {

    private static final Logger LOG = Logger.getLogger(WorkflowMetrics.class);

    private final MeterRegistry registry;

    WorkflowMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (WorkflowStatus status : WorkflowStatus.values()) {
            statuses(status);
        }
    }

    @Override
    public void entered(WorkflowId id, WorkflowStatus status) {
        statuses(status).increment();
        LOG.infof("workflowId=%s status=%s", id, status.lower());
    }

    @Override
    public void tried(WorkflowId id, String outcome) {
        Counter.builder("signalbox.workflow.tries")
                .description("tries of steps by how they ended: passed, check_failed, review_failed, task_failed")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    private Counter statuses(WorkflowStatus status) {
        return Counter.builder("signalbox.workflows")
                .description("how often workflows came into a status")
                .tag("status", status.lower())
                .register(registry);
    }
}
