package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.workflow.WorkflowProgressed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workflow while one input changes it, with what follows. */
final class Draft {

    private static final int MOST_EVENTS = 500;
    private static final int MOST_WORDS = 1_000;

    final Workflow before;
    final WorkflowPolicy policy;
    final Instant now;
    final List<Effect> effects = new ArrayList<>();

    WorkflowStatus status;

    @Nullable
    String because;

    Money budget;
    int planTry;
    int teamTry;
    List<String> feedback;

    @Nullable
    TaskId open;

    @Nullable
    String templates;

    @Nullable
    Plan plan;

    @Nullable
    Team team;

    List<Step> steps;
    int revision;

    @Nullable
    Quote quote;

    Workflow.@Nullable Asked approval;
    Money planningCost;
    long sequence;
    List<WorkflowProgressed> events;

    @Nullable
    Instant quoteAfter;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant deadline;

    @Nullable
    Instant endedAt;

    boolean closed;

    Draft(Workflow workflow, WorkflowPolicy policy, Instant now) {
        this.before = workflow;
        this.policy = policy;
        this.now = now;
        this.status = workflow.status();
        this.because = workflow.because();
        this.budget = workflow.budget();
        this.planTry = workflow.planTry();
        this.teamTry = workflow.teamTry();
        this.feedback = workflow.feedback();
        this.open = workflow.open();
        this.templates = workflow.templates();
        this.plan = workflow.plan();
        this.team = workflow.team();
        this.steps = new ArrayList<>(workflow.steps());
        this.revision = workflow.revision();
        this.quote = workflow.quote();
        this.approval = workflow.approval();
        this.planningCost = workflow.planningCost();
        this.sequence = workflow.sequence();
        this.events = new ArrayList<>(workflow.events());
        this.quoteAfter = workflow.quoteAfter();
        this.startedAt = workflow.startedAt();
        this.deadline = workflow.deadline();
        this.endedAt = workflow.endedAt();
        this.closed = workflow.closed();
    }

    Workflow build() {
        return new Workflow(
                before.id(),
                before.tenant(),
                before.request(),
                budget,
                status,
                because,
                planTry,
                teamTry,
                feedback,
                open,
                templates,
                plan,
                team,
                steps,
                revision,
                quote,
                approval,
                planningCost,
                sequence,
                events,
                before.createdAt(),
                now,
                quoteAfter,
                startedAt,
                deadline,
                endedAt,
                closed,
                before.trace());
    }

    /** Names a task: the same whenever the same is derived again. */
    TaskId task(String rest) {
        return new TaskId("wf:" + before.id() + ":" + rest);
    }

    void request(TaskId id, TaskRequested task) {
        effects.add(new Effect.Request(id, task));
    }

    /** A task of the workflow that one agent works on, who exists for it only. */
    TaskRequested forAgent(TaskId id, dev.signalbox.contracts.task.TaskSpec spec, AgentDeployed agent) {
        return plain(id, spec).withAgents(List.of(agent)).onlyFor(List.of(agent.agentId()));
    }

    TaskRequested plain(TaskId id, dev.signalbox.contracts.task.TaskSpec spec) {
        return TaskRequested.first(
                id,
                before.tenant(),
                new dev.signalbox.contracts.SessionId(before.id().value()),
                spec,
                now);
    }

    void enter(WorkflowStatus next, @Nullable String why) {
        if (status != next) {
            effects.add(new Effect.Entered(next));
        }
        status = next;
        because = why;
        endedAt = next.ended() ? now : null;
        if (!next.ended()) {
            closed = false;
        }
    }

    void tell(String message) {
        tell(null, null, message);
    }

    void tell(Step step, String message) {
        tell(step.id(), step.agent(), message);
    }

    private void tell(@Nullable String step, @Nullable String agent, String message) {
        WorkflowProgressed event = new WorkflowProgressed(
                before.id(),
                before.tenant(),
                ++sequence,
                status.lower(),
                step,
                agent,
                Texts.shortened(message, MOST_WORDS),
                (int) steps.stream()
                        .filter(one -> one.state() == Step.State.DONE)
                        .count(),
                steps.size(),
                now);
        events.add(event);
        if (events.size() > MOST_EVENTS) {
            events.removeFirst();
        }
        effects.add(new Effect.Tell(event));
    }

    void replace(Step changed) {
        steps.replaceAll(step -> step.id().equals(changed.id()) ? changed : step);
    }

    Step step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    Money spent() {
        return steps.stream().map(Step::cost).reduce(planningCost, Money::plus);
    }

    /** Stops what runs; its end is still awaited, because it costs something. */
    void stopAll(String reason) {
        build().running().forEach(task -> effects.add(new Effect.Stop(task, reason)));
    }
}
