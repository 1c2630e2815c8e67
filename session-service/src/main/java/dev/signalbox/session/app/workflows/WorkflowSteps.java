package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowStatus;
import dev.signalbox.session.domain.workflows.WorkflowTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a workflow's trace goes on. All of it hangs below the span that began it, so that it can be read however many
 * steps it has; what led to a task, which may be several ends of others, is linked.
 */
final class WorkflowSteps {

    private final Tracing tracing;

    WorkflowSteps(Tracing tracing) {
        this.tracing = tracing;
    }

    /** It is submitted by somebody. */
    Step begin(Workflow workflow, Step by) {
        return named(tracing.happening(Semantics.WORKFLOW, subject(workflow), by.trace(), null), workflow);
    }

    /** It is in another status since somebody did something. */
    Step entered(Workflow workflow, WorkflowStatus status, Step by) {
        String name = Semantics.WORKFLOW + " " + status.lower();
        String begun = begun(workflow);
        Step step = named(
                        tracing.happening(name, subject(workflow), begun == null ? by.trace() : begun, null), workflow)
                .with(Semantics.WORKFLOW_STATUS, status.lower())
                .with(Semantics.COST, status.ended() ? workflow.spent().usd().doubleValue() : null);
        if (status == WorkflowStatus.FAILED) {
            step.failed(status.lower());
        }
        links(workflow, by.context()).forEach(step::after);
        return step;
    }

    private static String subject(Workflow workflow) {
        return "workflow " + workflow.id();
    }

    private static Step named(Step step, Workflow workflow) {
        return step.with(Semantics.WORKFLOW_ID, workflow.id().value());
    }

    static @Nullable String begun(Workflow workflow) {
        return workflow.trace() == null ? null : workflow.trace().begun();
    }

    /** The workflow's place after a change: whose task is no longer open ended where the change came from. */
    static @Nullable WorkflowTrace after(Workflow before, Workflow after, Step by) {
        WorkflowTrace trace = before.trace();
        String place = by.trace();
        if (trace == null || place == null) {
            return trace;
        }
        for (var step : before.steps()) {
            TaskId open = step.open();
            boolean ended = open != null
                    && after.steps().stream()
                            .filter(one -> one.id().equals(step.id()))
                            .noneMatch(one -> open.equals(one.open()));
            if (ended) {
                trace = trace.ended(step.id(), place);
            }
        }
        return trace;
    }

    /** What a task follows from: what happened last, what its step did before, and the steps that it builds on. */
    static List<TraceContext> causes(Workflow workflow, TaskId task, Step by) {
        WorkflowTrace trace = workflow.trace();
        List<@Nullable TraceContext> causes = new ArrayList<>();
        causes.add(by.context());
        Optional<dev.signalbox.session.domain.workflows.Step> step =
                workflow.steps().stream().filter(one -> task.equals(one.open())).findFirst();
        if (trace != null && step.isPresent()) {
            causes.add(TraceContext.parse(trace.ended().get(step.get().id())));
            step.get()
                    .dependsOn()
                    .forEach(id -> causes.add(TraceContext.parse(trace.ended().get(id))));
        }
        return links(workflow, causes.toArray(TraceContext[]::new));
    }

    /** Without what is said by the parent, and each once. */
    private static List<TraceContext> links(Workflow workflow, @Nullable TraceContext... causes) {
        TraceContext parent = TraceContext.parse(begun(workflow));
        List<TraceContext> links = new ArrayList<>();
        for (TraceContext cause : causes) {
            boolean news = cause != null
                    && !links.contains(cause)
                    && (parent == null || !Objects.equals(parent.spanId(), cause.spanId()));
            if (news) {
                links.add(cause);
            }
        }
        return links;
    }
}
