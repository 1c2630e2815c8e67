package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.workflows.Effect;
import dev.signalbox.session.domain.workflows.Outcome;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowTrace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Workflows as documents: an input and what follows from it are one transaction. */
public final class StoredWorkflows {

    private final Documents<Workflow> documents;
    private final WorkflowObserver observer;
    private final Clock clock;
    private final WorkflowSteps traces;

    /** Without spans. */
    public StoredWorkflows(Documents<Workflow> documents, WorkflowObserver observer, Clock clock) {
        this(documents, observer, clock, Tracing.OFF);
    }

    public StoredWorkflows(Documents<Workflow> documents, WorkflowObserver observer, Clock clock, Tracing tracing) {
        this.traces = new WorkflowSteps(tracing);
        this.documents = documents;
        this.observer = observer;
        this.clock = clock;
    }

    /** The documents themselves, to look at. */
    public Documents<Workflow> documents() {
        return documents;
    }

    /** The workflow. */
    public Optional<Workflow> find(WorkflowId id) {
        return documents.find(id.value()).map(Stored::document);
    }

    /** Changes a workflow that is there; empty where there is none. */
    public Optional<Outcome> change(WorkflowId id, BiFunction<Workflow, Instant, Outcome> change) {
        Step by = Step.current();
        Optional<Outcome> outcome = documents.change(
                id.value(),
                stored -> stored.map(one -> changed(one.document(), change.apply(one.document(), clock.instant()), by))
                        .orElseGet(() -> Changed.nothing(Optional.empty())));
        outcome.ifPresent(made -> observe(made, by));
        return outcome;
    }

    /** Stores a new workflow; one that is there stays as it is. */
    public Workflow begin(WorkflowId id, java.util.function.Function<Instant, Outcome> first) {
        Step by = Step.current();
        // Ends only when it is committed: what was there already is not begun again.
        Steps begun = new Steps();
        Outcome outcome = documents.change(id.value(), stored -> {
            if (stored.isPresent()) {
                return Changed.nothing(new Outcome(stored.get().document(), List.of(), null));
            }
            Outcome made = first.apply(clock.instant());
            Step step = begun.keep(traces.begin(made.workflow(), by));
            Outcome traced = made.traced(WorkflowTrace.at(step.trace()));
            return new Changed<>(stored(traced.workflow()), publications(traced, Step.NONE), traced);
        });
        begun.close();
        observe(outcome, Step.NONE);
        return outcome.workflow();
    }

    private static Changed<Workflow, Optional<Outcome>> changed(Workflow before, Outcome outcome, Step by) {
        if (outcome.workflow() == before) {
            return Changed.nothing(Optional.of(outcome));
        }
        Outcome traced = outcome.traced(WorkflowSteps.after(before, outcome.workflow(), by));
        return new Changed<>(stored(traced.workflow()), publications(traced, by), Optional.of(traced));
    }

    private void observe(Outcome outcome, Step by) {
        WorkflowId id = outcome.workflow().id();
        for (Effect effect : outcome.effects()) {
            if (effect instanceof Effect.Entered entered) {
                try (Step step = traces.entered(outcome.workflow(), entered.status(), by);
                        Step.Scope ignored = step.enter()) {
                    observer.entered(id, entered.status());
                }
            } else if (effect instanceof Effect.Tried tried) {
                observer.tried(id, tried.outcome());
            }
        }
    }

    private static Stored<Workflow> stored(Workflow workflow) {
        return new Stored<>(
                workflow.id().value(),
                workflow.tenant(),
                workflow.status().lower(),
                workflow.createdAt(),
                workflow.dueAt(),
                workflow);
    }

    /** Ids are derived from what is published, so that the same is published with the same id. */
    private static List<Publication> publications(Outcome outcome, Step by) {
        Workflow workflow = outcome.workflow();
        String begun = WorkflowSteps.begun(workflow);
        return publications(outcome).stream()
                .map(publication -> publication.below(
                        begun,
                        begun != null && publication.topic().equals(Topics.TASK_REQUESTS)
                                ? WorkflowSteps.causes(workflow, new TaskId(publication.key()), by)
                                : List.of()))
                .toList();
    }

    private static List<Publication> publications(Outcome outcome) {
        Instant at = outcome.workflow().updatedAt();
        List<Publication> publications = new ArrayList<>();
        for (Effect effect : outcome.effects()) {
            switch (effect) {
                case Effect.Request(var id, var task) ->
                    publications.add(new Publication(Topics.TASK_REQUESTS, id.value(), id + ":requested", task, at));
                case Effect.Stop(var id, String reason) ->
                    publications.add(new Publication(
                            Topics.TASK_COMMANDS, id.value(), id + ":cancel", new CancelTask(id, reason, at), at));
                case Effect.Ask(var approval) ->
                    publications.add(new Publication(
                            Topics.SESSION_EVENTS,
                            approval.approvalId().value(),
                            approval.approvalId() + ":requested",
                            approval,
                            at));
                case Effect.Withdraw(var approval) ->
                    publications.add(new Publication(
                            Topics.SESSION_EVENTS,
                            approval.approvalId().value(),
                            approval.approvalId() + ":withdrawn",
                            approval,
                            at));
                case Effect.Tell(var event) ->
                    publications.add(new Publication(
                            Topics.SESSION_EVENTS,
                            event.workflowId().value(),
                            event.workflowId() + ":progress:" + event.sequence(),
                            event,
                            at));
                case Effect.Entered entered -> {}
                case Effect.Tried tried -> {}
            }
        }
        return publications;
    }
}
