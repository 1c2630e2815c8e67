package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can happen to a workflow. An input that came before, or that comes too late, changes nothing: an end of a task
 * counts while that task is open, a decision while its approval is asked for. A task's name holds the number of its try,
 * and that number is raised in the change that says why: nothing is paid twice.
 */
public final class WorkflowLifecycle {

    private WorkflowLifecycle() {}

    /** A new workflow: the planner is asked. */
    public static Outcome begin(
            WorkflowId id, TenantId tenant, WorkflowRequest request, WorkflowPolicy policy, Instant now) {
        Money budget = request.budget() == null ? policy.budget() : request.budget();
        Workflow empty = new Workflow(
                id,
                tenant,
                request,
                budget,
                WorkflowStatus.PLANNING,
                null,
                0,
                0,
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                0,
                null,
                null,
                Money.ZERO,
                0,
                List.of(),
                now,
                now,
                null,
                null,
                null,
                null,
                false,
                null);
        Draft draft = new Draft(empty, policy, now);
        draft.effects.add(new Effect.Entered(WorkflowStatus.PLANNING));
        Planning.plan(draft);
        return Outcome.of(draft);
    }

    /** A task ended. */
    public static Outcome ended(Workflow workflow, TaskEnded event, WorkflowPolicy policy, Instant now) {
        TaskId task = event.taskId();
        if (!workflow.running().contains(task)) {
            return Outcome.nothing(workflow);
        }
        Draft draft = new Draft(workflow, policy, now);
        Ended ended = new Ended(task, event.result());
        Step step = Running.owner(draft, task);
        if (step == null) {
            Planning.ended(draft, ended);
        } else {
            Running.ended(draft, step, ended);
        }
        return Outcome.of(draft);
    }

    /** What the router is to be asked, by key; empty where no quote is wanted. */
    public static Map<String, TaskRequested> questions(Workflow workflow, WorkflowPolicy policy, Instant now) {
        return workflow.status() == WorkflowStatus.QUOTING
                ? Quoting.questions(new Draft(workflow, policy, now))
                : Map.of();
    }

    /**
     * The router answered.
     *
     * @param revision of the team that it was asked for
     */
    public static Outcome quoted(
            Workflow workflow, int revision, List<Preview> previews, WorkflowPolicy policy, Instant now) {
        if (workflow.status() != WorkflowStatus.QUOTING || workflow.revision() != revision) {
            return Outcome.nothing(workflow);
        }
        Draft draft = new Draft(workflow, policy, now);
        Quoting.answered(draft, previews);
        return Outcome.of(draft);
    }

    /** The router could not be asked; it is asked again. */
    public static Outcome unquoted(Workflow workflow, String why, WorkflowPolicy policy, Instant now) {
        if (workflow.status() != WorkflowStatus.QUOTING) {
            return Outcome.nothing(workflow);
        }
        Draft draft = new Draft(workflow, policy, now);
        Quoting.unanswered(draft, why);
        return Outcome.of(draft);
    }

    /** A quote was decided about. */
    public static Outcome decided(Workflow workflow, ApprovalDecided decided, WorkflowPolicy policy, Instant now) {
        Workflow.Asked asked = workflow.approval();
        if (workflow.status() != WorkflowStatus.AWAITING_APPROVAL
                || asked == null
                || !asked.id().equals(decided.approvalId())) {
            return Outcome.nothing(workflow);
        }
        Draft draft = new Draft(workflow, policy, now);
        Quoting.decided(draft, decided);
        return Outcome.of(draft);
    }

    /**
     * Another plan or team, before the work begins: it is quoted anew. Once it was approved, another budget only.
     *
     * @param plan as before when absent
     * @param team as before when absent
     * @param budget as before when absent
     */
    public static Outcome edit(
            Workflow workflow,
            @Nullable Plan plan,
            @Nullable Team team,
            @Nullable Money budget,
            WorkflowPolicy policy,
            Instant now) {
        boolean approved = workflow.startedAt() != null && workflow.status() != WorkflowStatus.CANCELLED;
        if (approved && plan == null && team == null && budget != null) {
            Draft draft = new Draft(workflow, policy, now);
            draft.budget = budget;
            draft.tell("The budget is now $" + budget);
            return Outcome.of(draft);
        }
        boolean before = switch (workflow.status()) {
            case QUOTING, AWAITING_APPROVAL, REFUSED, EXPIRED -> workflow.startedAt() == null;
            case PLANNING, CHECKING, GENERATING, RUNNING, PAUSED, COMPLETED, FAILED, CANCELLED -> false;
        };
        Plan nextPlan = plan == null ? workflow.plan() : plan;
        Team nextTeam = team == null ? workflow.team() : team;
        if (!before || nextPlan == null || nextTeam == null) {
            return conflict(workflow, "the team can be changed while it is quoted or waits for approval");
        }
        List<String> problems = new ArrayList<>(PlanCheck.problems(nextPlan));
        problems.addAll(TeamCheck.problems(nextPlan, nextTeam));
        if (!problems.isEmpty()) {
            return Outcome.refused(workflow, ProblemType.INVALID_REQUEST.because(String.join("; ", problems)));
        }
        Draft draft = new Draft(workflow, policy, now);
        Quoting.withdraw(draft, "the team was changed");
        draft.approval = null;
        draft.budget = budget == null ? draft.budget : budget;
        draft.tell("The team was changed");
        Planning.teamed(draft, nextPlan, nextTeam);
        return Outcome.of(draft);
    }

    /** Nothing new begins. */
    public static Outcome pause(Workflow workflow, WorkflowPolicy policy, Instant now) {
        if (workflow.status() == WorkflowStatus.PAUSED) {
            return Outcome.nothing(workflow);
        }
        if (workflow.status() != WorkflowStatus.RUNNING) {
            return conflict(workflow, "only a running workflow can be paused");
        }
        Draft draft = new Draft(workflow, policy, now);
        draft.enter(WorkflowStatus.PAUSED, "paused by a person");
        draft.tell("Paused: what runs goes on to its end, nothing new begins");
        return Outcome.of(draft);
    }

    /** It goes on. */
    public static Outcome resume(Workflow workflow, WorkflowPolicy policy, Instant now) {
        if (workflow.status() == WorkflowStatus.RUNNING) {
            return Outcome.nothing(workflow);
        }
        if (workflow.status() != WorkflowStatus.PAUSED) {
            return conflict(workflow, "only a paused workflow can be resumed");
        }
        Draft draft = new Draft(workflow, policy, now);
        draft.tell("The work goes on");
        Running.resume(draft);
        return Outcome.of(draft);
    }

    /** It ends now. */
    public static Outcome cancel(Workflow workflow, String reason, WorkflowPolicy policy, Instant now) {
        if (workflow.status() == WorkflowStatus.CANCELLED) {
            return Outcome.nothing(workflow);
        }
        if (workflow.status().ended()) {
            return conflict(workflow, "it has ended");
        }
        Draft draft = new Draft(workflow, policy, now);
        stop(draft, WorkflowStatus.CANCELLED, reason);
        return Outcome.of(draft);
    }

    private static void stop(Draft draft, WorkflowStatus status, String reason) {
        Quoting.withdraw(draft, "the workflow ended: " + reason);
        draft.stopAll("workflow " + draft.before.id() + ": " + reason);
        draft.steps.replaceAll(
                step -> Running.busy(step) && step.open() == null ? step.in(Step.State.WAITING, null) : step);
        draft.enter(status, reason);
        draft.tell(status == WorkflowStatus.CANCELLED ? "Cancelled: " + reason : "Failed: " + reason);
    }

    /**
     * A step, and all that build on it, are done again; steps that failed as well.
     *
     * @param from id or name of the step
     */
    public static Outcome retry(Workflow workflow, String from, WorkflowPolicy policy, Instant now) {
        Step step = workflow.step(from).orElse(null);
        if (step == null) {
            return Outcome.refused(
                    workflow, ProblemType.NOT_FOUND.because("the workflow has no step " + Texts.shortened(from, 100)));
        }
        boolean possible = switch (workflow.status()) {
            case PAUSED, COMPLETED, FAILED, CANCELLED -> workflow.startedAt() != null;
            case PLANNING, CHECKING, GENERATING, QUOTING, AWAITING_APPROVAL, RUNNING, REFUSED, EXPIRED -> false;
        };
        if (!possible) {
            return conflict(workflow, "steps are retried when the work was approved and is paused or has ended");
        }
        Draft draft = new Draft(workflow, policy, now);
        Set<String> again = Running.dependents(draft, step.id());
        for (Step one : workflow.steps()) {
            if (one.state() == Step.State.FAILED) {
                again.addAll(Running.dependents(draft, one.id()));
            }
        }
        if (workflow.steps().stream().anyMatch(one -> again.contains(one.id()) && one.open() != null)) {
            return conflict(workflow, "a task of these steps is still running; try again when it has ended");
        }
        draft.steps.replaceAll(one -> again.contains(one.id()) ? one.again() : one);
        java.time.Duration timeout = workflow.request().timeout();
        draft.deadline = now.plus(timeout == null ? policy.timeout() : timeout);
        draft.enter(WorkflowStatus.RUNNING, null);
        draft.tell("Again from " + step.name() + ": " + again.size() + (again.size() == 1 ? " step" : " steps"));
        Running.resume(draft);
        return Outcome.of(draft);
    }

    /** The time of the workflow has come; a quote is the service's business. */
    public static Outcome due(Workflow workflow, WorkflowPolicy policy, Instant now) {
        Instant due = workflow.dueAt();
        if (due == null || due.isAfter(now)) {
            return Outcome.nothing(workflow);
        }
        Draft draft = new Draft(workflow, policy, now);
        switch (workflow.status()) {
            case AWAITING_APPROVAL -> {
                Quoting.withdraw(draft, "nobody decided in time");
                Quoting.expired(draft);
            }
            case RUNNING, PAUSED -> stop(draft, WorkflowStatus.FAILED, "it took longer than it may");
            case PLANNING, CHECKING, GENERATING, QUOTING, COMPLETED, FAILED, CANCELLED, REFUSED, EXPIRED -> {
                return Outcome.nothing(workflow);
            }
        }
        return Outcome.of(draft);
    }

    /** Its account was closed. */
    public static Outcome closed(Workflow workflow, WorkflowPolicy policy, Instant now) {
        if (!workflow.status().ended() || workflow.closed()) {
            return Outcome.nothing(workflow);
        }
        Draft draft = new Draft(workflow, policy, now);
        draft.closed = true;
        return Outcome.of(draft);
    }

    private static Outcome conflict(Workflow workflow, String why) {
        Problem problem = ProblemType.CONFLICT.because(why + "; this one is "
                + Objects.requireNonNull(workflow.status()).lower());
        return Outcome.refused(workflow, problem);
    }
}
