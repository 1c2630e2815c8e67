package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.workflow.WorkflowProgressed;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.workflows.Outcome;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowLifecycle;
import dev.signalbox.session.domain.workflows.WorkflowPolicy;
import dev.signalbox.session.domain.workflows.WorkflowReport;
import dev.signalbox.session.domain.workflows.WorkflowRequest;
import dev.signalbox.session.domain.workflows.WorkflowStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients ask of workflows. Methods block; call them on a virtual thread. */
public final class Workflows {

    private static final List<String> OPEN = Arrays.stream(WorkflowStatus.values())
            .filter(status -> !status.ended())
            .map(WorkflowStatus::lower)
            .toList();

    /** What a list can be narrowed to. */
    public static final List<String> LISTED = Stream.concat(
                    Stream.of("all", "open"),
                    Arrays.stream(WorkflowStatus.values()).map(WorkflowStatus::lower))
            .toList();

    private final StoredWorkflows workflows;
    private final WorkflowAccounts accounts;
    private final WorkflowPolicy policy;
    private final Clock clock;
    private final int concurrent;

    /**
     * The commands.
     *
     * @param concurrent most workflows of a tenant that have not ended
     */
    public Workflows(
            StoredWorkflows workflows, WorkflowAccounts accounts, WorkflowPolicy policy, Clock clock, int concurrent) {
        this.workflows = workflows;
        this.accounts = accounts;
        this.policy = policy;
        this.clock = clock;
        this.concurrent = concurrent;
    }

    /** A page of workflows, the newest first. */
    public record Page(List<WorkflowView> items, @Nullable String next) {}

    /** What happened, oldest first. */
    public record Events(List<WorkflowProgressed> items) {}

    /**
     * Begins a workflow.
     *
     * @param key the client's idempotency key: the same begins the same; absent begins another one each time
     * @throws RefusedException when it may not be
     */
    public WorkflowView begin(TenantId tenant, WorkflowRequest request, @Nullable String key) {
        List<String> problems = RequestCheck.problems(request);
        if (!problems.isEmpty()) {
            throw new RefusedException(ProblemType.INVALID_REQUEST.because(String.join("; ", problems)));
        }
        WorkflowId id = id(tenant, key);
        Optional<Workflow> there = key == null ? Optional.empty() : workflows.find(id);
        if (there.isPresent()) {
            return WorkflowView.whole(there.get());
        }
        if (workflows.documents().count(tenant, OPEN) >= concurrent) {
            throw new RefusedException(ProblemType.LIMIT_REACHED.because("at most " + concurrent
                    + " workflows of a tenant are open at once; cancel one or wait until one has ended"));
        }
        // First the account: without it the tasks would have no bound.
        accounts.open(tenant, id, request.budget() == null ? policy.budget() : request.budget(), clock.instant());
        return WorkflowView.whole(
                workflows.begin(id, now -> WorkflowLifecycle.begin(id, tenant, request, policy, now)));
    }

    private WorkflowId id(TenantId tenant, @Nullable String key) {
        return new WorkflowId(
                key == null
                        ? Identifiers.timeOrdered(clock.instant())
                        : UUID.nameUUIDFromBytes(
                                        ("workflow\n" + tenant.value() + "\n" + key).getBytes(StandardCharsets.UTF_8))
                                .toString());
    }

    public WorkflowView view(TenantId tenant, WorkflowId id) {
        return WorkflowView.whole(find(tenant, id));
    }

    public WorkflowReport report(TenantId tenant, WorkflowId id) {
        return WorkflowReport.of(find(tenant, id));
    }

    /** What happened after an event. */
    public Events events(TenantId tenant, WorkflowId id, long after) {
        return new Events(find(tenant, id).events().stream()
                .filter(event -> event.sequence() > after)
                .toList());
    }

    /**
     * A page.
     *
     * @param status one of {@link #LISTED}; absent for all, {@code open} for those that have not ended
     * @param before where the page begins, from {@link #position}
     */
    public Page list(TenantId tenant, @Nullable String status, Documents.@Nullable Position before, int limit) {
        List<String> statuses =
                status == null || status.equals("all") ? List.of() : status.equals("open") ? OPEN : List.of(status);
        List<Stored<Workflow>> found = workflows.documents().list(new Documents.Query(tenant, statuses, before, limit));
        String next = found.size() < limit
                ? null
                : found.getLast().createdAt() + "~" + found.getLast().id();
        return new Page(
                found.stream().map(one -> WorkflowView.brief(one.document())).toList(), next);
    }

    /**
     * The place that a page gave as {@code next}.
     *
     * @throws IllegalArgumentException when it did not
     */
    public static Documents.Position position(String cursor) {
        int tilde = cursor.indexOf('~');
        try {
            return new Documents.Position(Instant.parse(cursor.substring(0, tilde)), cursor.substring(tilde + 1));
        } catch (java.time.DateTimeException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor is what a page gave as next", e);
        }
    }

    public WorkflowView edit(TenantId tenant, WorkflowId id, TeamEdit edit) {
        Workflow before = find(tenant, id);
        Money budget = edit.budget();
        if (budget != null && budget.usd().signum() <= 0) {
            throw new RefusedException(ProblemType.INVALID_REQUEST.because("/budget is more than nothing"));
        }
        return changed(
                tenant,
                before,
                budget == null ? before.budget() : budget,
                (workflow, now) -> WorkflowLifecycle.edit(
                        workflow, edit.plan(workflow), edit.team(workflow), budget, policy, now));
    }

    public WorkflowView pause(TenantId tenant, WorkflowId id) {
        return changed(tenant, id, (workflow, now) -> WorkflowLifecycle.pause(workflow, policy, now));
    }

    public WorkflowView resume(TenantId tenant, WorkflowId id) {
        return changed(tenant, id, (workflow, now) -> WorkflowLifecycle.resume(workflow, policy, now));
    }

    public WorkflowView cancel(TenantId tenant, WorkflowId id, String reason) {
        return changed(tenant, id, (workflow, now) -> WorkflowLifecycle.cancel(workflow, reason, policy, now));
    }

    /** From a step, by id or name. */
    public WorkflowView retry(TenantId tenant, WorkflowId id, String from) {
        Workflow before = find(tenant, id);
        return changed(
                tenant,
                before,
                before.budget(),
                (workflow, now) -> WorkflowLifecycle.retry(workflow, from, policy, now));
    }

    /** A change that may begin a workflow again: its account is open before. */
    private WorkflowView changed(
            TenantId tenant, Workflow before, Money cap, BiFunction<Workflow, Instant, Outcome> change) {
        Outcome tried = change.apply(before, clock.instant());
        if (tried.problem() != null) {
            throw new RefusedException(tried.problem());
        }
        accounts.open(tenant, before.id(), cap, clock.instant());
        return changed(tenant, before.id(), change);
    }

    private WorkflowView changed(TenantId tenant, WorkflowId id, BiFunction<Workflow, Instant, Outcome> change) {
        find(tenant, id);
        Outcome outcome = workflows.change(id, change).orElseThrow(() -> missing(id));
        if (outcome.problem() != null) {
            throw new RefusedException(outcome.problem());
        }
        return WorkflowView.whole(outcome.workflow());
    }

    private Workflow find(TenantId tenant, WorkflowId id) {
        return workflows
                .find(id)
                .filter(workflow -> workflow.tenant().equals(tenant))
                .orElseThrow(() -> missing(id));
    }

    private static RefusedException missing(WorkflowId id) {
        return new RefusedException(ProblemType.NOT_FOUND.because("there is no workflow " + id));
    }
}
