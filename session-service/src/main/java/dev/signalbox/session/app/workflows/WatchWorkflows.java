package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.DueDocuments;
import dev.signalbox.session.domain.workflows.Outcome;
import dev.signalbox.session.domain.workflows.Preview;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowLifecycle;
import dev.signalbox.session.domain.workflows.WorkflowPolicy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Does what is due: quotes, times that are over, accounts of workflows that ended. */
public final class WatchWorkflows implements DueDocuments {

    private static final System.Logger LOG = System.getLogger(WatchWorkflows.class.getName());

    private final StoredWorkflows workflows;
    private final RoutePreviews router;
    private final WorkflowAccounts accounts;
    private final WorkflowPolicy policy;
    private final Clock clock;
    private final Executor threads;
    /** Workflows that are being quoted now: the clock asks again before the router has answered. */
    private final Set<String> quoting = ConcurrentHashMap.newKeySet();

    /**
     * A watch.
     *
     * @param threads on which the router is waited for, so that it does not hold up the clock
     */
    public WatchWorkflows(
            StoredWorkflows workflows,
            RoutePreviews router,
            WorkflowAccounts accounts,
            WorkflowPolicy policy,
            Clock clock,
            Executor threads) {
        this.workflows = workflows;
        this.router = router;
        this.accounts = accounts;
        this.policy = policy;
        this.clock = clock;
        this.threads = threads;
    }

    @Override
    public String kind() {
        return DocumentKinds.WORKFLOWS;
    }

    @Override
    public void due(String id, Instant now) {
        WorkflowId workflowId = new WorkflowId(id);
        Optional<Workflow> found = workflows.find(workflowId);
        if (found.isEmpty()) {
            return;
        }
        Workflow workflow = found.get();
        if (workflow.status().ended()) {
            close(workflow);
        } else if (workflow.dueAt() != null && !workflow.dueAt().isAfter(now)) {
            Map<String, TaskRequested> questions = WorkflowLifecycle.questions(workflow, policy, now);
            if (questions.isEmpty()) {
                var unused = workflows.change(workflowId, (one, at) -> WorkflowLifecycle.due(one, policy, at));
            } else if (quoting.add(id)) {
                threads.execute(() -> quote(workflow, questions));
            }
        }
    }

    private void quote(Workflow workflow, Map<String, TaskRequested> questions) {
        try (Step.Scope ignored = Step.carrying(WorkflowSteps.begun(workflow)).enter()) {
            List<Preview> previews = new ArrayList<>();
            questions.forEach((key, task) -> previews.add(router.preview(key, task)));
            var unused = workflows.change(
                    workflow.id(),
                    (one, at) -> WorkflowLifecycle.quoted(one, workflow.revision(), previews, policy, at));
        } catch (RoutePreviews.UnavailableException e) {
            var unused = workflows.change(
                    workflow.id(), (one, at) -> WorkflowLifecycle.unquoted(one, "" + e.getMessage(), policy, at));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "workflow " + workflow.id() + " is quoted later", e);
        } finally {
            quoting.remove(workflow.id().value());
        }
    }

    /** A workflow that was begun again meanwhile gets its account back. */
    private void close(Workflow workflow) {
        accounts.close(workflow.tenant(), workflow.id());
        Optional<Outcome> outcome =
                workflows.change(workflow.id(), (one, at) -> WorkflowLifecycle.closed(one, policy, at));
        Workflow after = outcome.map(Outcome::workflow).orElse(workflow);
        if (!after.status().ended()) {
            accounts.open(after.tenant(), after.id(), after.budget(), clock.instant());
        }
    }
}
