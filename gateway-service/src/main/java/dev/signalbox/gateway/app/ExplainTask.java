package dev.signalbox.gateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotQuestion;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Finds why a task was routed as it was. */
@ApplicationScoped
public class ExplainTask {

    private final FindTask find;
    private final Tasks tasks;
    private final Alternatives alternatives;

    public ExplainTask(FindTask find, Tasks tasks, Alternatives alternatives) {
        this.find = find;
        this.tasks = tasks;
        this.alternatives = alternatives;
    }

    /**
     * The decision.
     *
     * @param attempt which attempt's; the last one's when absent
     */
    public Uni<DecisionRecord> explain(TenantId tenant, TaskId taskId, @Nullable Integer attempt) {
        return find.find(tenant, taskId)
                .chain(view -> tasks.decision(taskId, attempt))
                .map(found -> found.orElseThrow(() -> undecided(taskId, attempt)));
    }

    /**
     * Why the task did not go to a route, and what would have to change.
     *
     * @param attempt which attempt's; the last one's when absent
     */
    public Uni<WhyNotAnswer> whyNot(Caller caller, TaskId taskId, @Nullable Integer attempt, Asked asked) {
        return explain(caller.tenant(), taskId, attempt).chain(decision -> {
            JsonNode input = decision.input();
            if (input == null) {
                throw Refusal.of(
                        ProblemType.NOT_FOUND, "task " + taskId + " was refused before routes were weighed for it");
            }
            return alternatives.whyNot(
                    new WhyNotQuestion(input, asked.backend(), asked.tier(), asked.model()), caller.trace());
        });
    }

    /** A route, or several where tier or model are left open. */
    public record Asked(
            String backend, @Nullable String tier, @Nullable String model) {}

    private static Refusal undecided(TaskId taskId, @Nullable Integer attempt) {
        String which = attempt == null ? "" : " for attempt " + attempt;
        return Refusal.of(ProblemType.NOT_FOUND, "there is no decision" + which + " of task " + taskId + " (yet)");
    }
}
