package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.session.domain.workflows.Quote;
import dev.signalbox.session.domain.workflows.Step;
import dev.signalbox.session.domain.workflows.Team;
import dev.signalbox.session.domain.workflows.TeamAgent;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as a client sees it.
 *
 * @param status in lower case
 * @param because why it is in this status, where that needs saying
 * @param planned {@code by models} or why from templates
 * @param done steps that are finished
 * @param of steps there are
 * @param agents the team; absent in lists and before there is one
 * @param taskAssignments names of the steps of each agent
 * @param approval what a human is asked, or was; its hash is what a decision is bound to
 * @param traceId of the trace that all of it is in
 */
public record WorkflowView(
        WorkflowId workflowId,
        TenantId tenant,
        String status,
        @Nullable String because,
        String goal,
        List<String> constraints,
        Money budget,
        Money spent,
        @Nullable String planned,
        @Nullable String plan,
        int done,
        int of,
        @Nullable List<TeamAgent> agents,
        @Nullable List<Team.Assignment> taskAssignments,
        @Nullable List<StepView> steps,
        @Nullable Quote quote,
        Workflow.@Nullable Asked approval,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant deadline,
        @Nullable Instant endedAt,
        @Nullable String traceId) {

    /**
     * A step.
     *
     * @param status in lower case
     * @param code whether it is a program, without a model
     */
    public record StepView(
            String id,
            String name,
            String description,
            @Nullable String agent,
            boolean code,
            List<String> dependsOn,
            String doneWhen,
            String status,
            Money cost,
            List<Step.Try> tries,
            List<WorkflowReport.File> files,
            @Nullable String answer,
            @Nullable String note) {}

    /** All of it. */
    static WorkflowView whole(Workflow workflow) {
        return of(workflow, true);
    }

    /** For lists. */
    static WorkflowView brief(Workflow workflow) {
        return of(workflow, false);
    }

    private static WorkflowView of(Workflow workflow, boolean whole) {
        Team team = workflow.team();
        TraceContext trace = TraceContext.parse(WorkflowSteps.begun(workflow));
        return new WorkflowView(
                workflow.id(),
                workflow.tenant(),
                workflow.status().lower(),
                workflow.because(),
                workflow.request().goal(),
                workflow.request().constraints(),
                workflow.budget(),
                workflow.spent(),
                workflow.plan() == null ? null : workflow.templates() == null ? "by models" : workflow.templates(),
                workflow.plan() == null ? null : workflow.plan().summary(),
                (int) workflow.steps().stream()
                        .filter(step -> step.state() == Step.State.DONE)
                        .count(),
                workflow.steps().size(),
                whole && team != null ? team.agents() : null,
                whole && team != null ? team.taskAssignments() : null,
                whole ? workflow.steps().stream().map(WorkflowView::step).toList() : null,
                whole ? workflow.quote() : null,
                workflow.approval(),
                workflow.createdAt(),
                workflow.updatedAt(),
                workflow.startedAt(),
                workflow.deadline(),
                workflow.endedAt(),
                trace == null ? null : trace.traceId());
    }

    private static StepView step(Step step) {
        return new StepView(
                step.id(),
                step.name(),
                step.plan().description(),
                step.agent(),
                step.plan().code() != null,
                step.dependsOn(),
                step.plan().doneWhen(),
                step.state().name().toLowerCase(Locale.ROOT),
                step.cost(),
                step.tries(),
                step.files().stream()
                        .map(file -> new WorkflowReport.File(file.path(), file.size()))
                        .toList(),
                step.answer(),
                step.note());
    }
}
