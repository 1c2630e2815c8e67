package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A workflow that is played: inputs go in, what is asked for is collected. It is stored and read between inputs. */
public final class Played {

    static final WorkflowId ID = new WorkflowId("0199a0b0-0000-7000-8000-00000000000f");
    static final TenantId TENANT = new TenantId("acme");

    final List<TaskRequested> open = new ArrayList<>();
    final List<TaskRequested> requested = new ArrayList<>();
    final List<ApprovalRequested> asked = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();
    private final WorkflowPolicy policy;
    private final ScriptedModels models;
    private Workflow workflow;
    private Instant now = ScriptedModels.AT;

    @Nullable
    Problem refused;

    Played(WorkflowRequest request, WorkflowPolicy policy, ScriptedModels models) {
        this.policy = policy;
        this.models = models;
        Outcome begun = WorkflowLifecycle.begin(ID, TENANT, request, policy, now);
        this.workflow = begun.workflow();
        take(begun);
    }

    static Played of(ScriptedModels models) {
        return new Played(request("Build a full-stack shop"), WorkflowPolicy.DEFAULT, models);
    }

    static WorkflowRequest request(String goal) {
        return new WorkflowRequest(goal, List.of("no cookies"), Money.of("5"), null, null);
    }

    Workflow workflow() {
        return workflow;
    }

    void input(BiFunction<Workflow, Instant, Outcome> input) {
        now = now.plusSeconds(1);
        take(input.apply(workflow, now));
    }

    private void take(Outcome outcome) {
        refused = outcome.problem();
        try {
            // As it is stored.
            workflow = Json.mapper().readValue(Json.mapper().writeValueAsString(outcome.workflow()), Workflow.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        effects.addAll(outcome.effects());
        for (Effect effect : outcome.effects()) {
            if (effect instanceof Effect.Request request) {
                open.add(request.task());
                requested.add(request.task());
            } else if (effect instanceof Effect.Ask ask) {
                asked.add(ask.approval());
            }
        }
    }

    void end(TaskEnded ended) {
        input((one, at) -> WorkflowLifecycle.ended(one, ended, policy, at));
    }

    /** Ends all open tasks, and those that follow, the oldest first. */
    void endAll() {
        while (!open.isEmpty()) {
            end(models.end(open.removeFirst()));
        }
    }

    /** Ends tasks in any order, each now and then again, until none is left. */
    void endAllInAnyOrder(Random random) {
        List<TaskEnded> delivered = new ArrayList<>();
        while (!open.isEmpty()) {
            TaskEnded ended = models.end(open.remove(random.nextInt(open.size())));
            delivered.add(ended);
            end(ended);
            if (random.nextBoolean()) {
                end(delivered.get(random.nextInt(delivered.size())));
            }
        }
        delivered.forEach(this::end);
    }

    void quote(String dollars) {
        List<Preview> previews = WorkflowLifecycle.questions(workflow, policy, now).keySet().stream()
                .map(key -> new Preview(key, priced(dollars), null))
                .toList();
        quote(previews);
    }

    void quote(List<Preview> previews) {
        int revision = workflow.revision();
        input((one, at) -> WorkflowLifecycle.quoted(one, revision, previews, policy, at));
    }

    public static dev.signalbox.contracts.route.RouteDecision priced(String dollars) {
        var sample = Samples.decision();
        var candidate = Samples.candidate();
        var chosen = new dev.signalbox.contracts.route.Candidate(
                candidate.route(),
                candidate.resources(),
                candidate.successProbability(),
                candidate.startUp(),
                candidate.duration(),
                Money.of(dollars),
                Money.of(dollars),
                candidate.score(),
                1.0,
                null);
        return new dev.signalbox.contracts.route.RouteDecision(
                chosen,
                null,
                sample.rates(),
                sample.timeout(),
                sample.objective(),
                sample.profile(),
                List.of(chosen),
                List.of(),
                sample.taskClass(),
                false,
                null,
                null,
                null,
                List.of(),
                sample.explanation(),
                sample.versions(),
                1.0,
                List.of());
    }

    void decide(ApprovalDecision decision) {
        decide(decision, asked.getLast());
    }

    void decide(ApprovalDecision decision, ApprovalRequested about) {
        ApprovalDecided decided = new ApprovalDecided(
                about.approvalId(),
                TENANT,
                ApprovalKind.WORKFLOW_QUOTE,
                about.subject(),
                decision,
                decision == ApprovalDecision.GRANTED ? ApprovalScope.ONCE : null,
                about.details(),
                about.hash(),
                "ada",
                "as it is",
                now);
        input((one, at) -> WorkflowLifecycle.decided(one, decided, policy, at));
    }

    /** To the beginning of the work. */
    void start() {
        endAll();
        quote("0.01");
        decide(ApprovalDecision.GRANTED);
        quote("0.01");
    }

    void pause() {
        input((one, at) -> WorkflowLifecycle.pause(one, policy, at));
    }

    void resume() {
        input((one, at) -> WorkflowLifecycle.resume(one, policy, at));
    }

    void cancel() {
        input((one, at) -> WorkflowLifecycle.cancel(one, "enough", policy, at));
    }

    void retry(String from) {
        input((one, at) -> WorkflowLifecycle.retry(one, from, policy, at));
    }

    void pass(java.time.Duration time) {
        now = now.plus(time);
        input((one, at) -> WorkflowLifecycle.due(one, policy, at));
    }

    WorkflowPolicy policy() {
        return policy;
    }

    /** Names of all tasks that were asked for, without the workflow's. */
    Set<String> tasks() {
        Set<String> names = new TreeSet<>();
        requested.forEach(task -> names.add(ScriptedModels.rest(ScriptedModels.id(task))));
        return names;
    }

    List<String> openTasks() {
        return open.stream()
                .map(task -> ScriptedModels.rest(ScriptedModels.id(task)))
                .toList();
    }

    List<String> words() {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event().message())
                .toList();
    }
}
