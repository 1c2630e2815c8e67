package dev.signalbox.gateway.adapter.mcp;

import static dev.signalbox.gateway.adapter.mcp.JsonWords.object;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.put;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.gateway.app.CheckTask;
import dev.signalbox.gateway.app.ExplainTask;
import dev.signalbox.gateway.app.PreviewRoute;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.domain.Submission;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a task went where it went, or where it would go. */
@Singleton
final class RouteTool {

    private static final int MOST_CANDIDATES = 10;

    private final ExplainTask explain;
    private final PreviewRoute preview;

    RouteTool(ExplainTask explain, PreviewRoute preview) {
        this.explain = explain;
        this.preview = preview;
    }

    Uni<ToolOutcome> explain(ToolCall call) {
        String task = call.text("task_id");
        if (task != null) {
            Integer attempt = call.arguments().hasNonNull("attempt")
                    ? call.arguments().get("attempt").asInt()
                    : null;
            return explain.explain(call.caller().tenant(), TaskTools.taskId(task), attempt)
                    .map(decision -> ToolOutcome.of(told(decision, true)));
        }
        if (call.text("prompt") == null && call.text("code") == null) {
            throw Refusal.of(ProblemType.INVALID_REQUEST, "give a task_id, or a prompt or code that would be run");
        }
        TaskSpec spec = TaskTools.spec(call);
        CheckTask.refuseInvalid(spec);
        return preview.preview(call.caller(), new Submission(spec, null, null))
                .map(decision -> ToolOutcome.of(told(decision, false)));
    }

    private static ObjectNode told(DecisionRecord decided, boolean isTask) {
        ObjectNode answer = object();
        if (isTask) {
            answer.put("task_id", decided.taskId().value()).put("attempt", decided.attempt());
        }
        ArrayNode candidates = answer.putArray("candidates");
        ArrayNode plan = answer.putArray("plan");
        RouteDecision decision = decided.decision();
        if (decision == null) {
            answer.putObject("problem").put("title", "The task was not valid; nothing was weighed");
            return answer;
        }
        if (decision.chosen() != null) {
            TaskAnswers.route(answer, decision.chosen().route());
            answer.put("expected_cost_usd", decision.chosen().cost().usd());
        }
        answer.put("explanation", decision.explanation())
                .put("task_type", decision.profile().taskType().name().toLowerCase(Locale.ROOT))
                .put("complexity", decision.profile().complexity().name().toLowerCase(Locale.ROOT));
        decision.candidates().stream().limit(MOST_CANDIDATES).forEach(one -> candidates.add(candidate(one)));
        decision.plan().forEach(step -> plan.add(step(step)));
        if (decision.problem() != null) {
            ObjectNode problem =
                    answer.putObject("problem").put("title", decision.problem().title());
            put(problem, "detail", decision.problem().detail());
        }
        proposal(answer, decision.proposedAgent());
        return answer;
    }

    private static ObjectNode candidate(Candidate candidate) {
        ObjectNode told = object();
        told.set("route", TaskAnswers.route(candidate.route()));
        told.put("success_probability", candidate.successProbability())
                .put("cost_usd", candidate.cost().usd())
                .put("duration_seconds", JsonWords.seconds(candidate.startUp().plus(candidate.duration())));
        put(told, "rejected_because", candidate.rejection());
        return told;
    }

    private static ObjectNode step(PlannedAttempt step) {
        ObjectNode told = object();
        told.set("route", TaskAnswers.route(step.route()));
        return told.put("success_probability", step.successProbability())
                .put("cost_usd", step.cost().usd());
    }

    static void proposal(ObjectNode answer, @Nullable AgentProposal proposal) {
        if (proposal == null) {
            return;
        }
        ObjectNode told =
                answer.putObject("proposed_agent").put("role", proposal.role()).put("name", proposal.name());
        told.set("skills", JsonWords.texts(proposal.skills()));
        told.set("tools", JsonWords.texts(proposal.tools()));
        told.put("system_prompt", proposal.systemPrompt())
                .put("model", proposal.model())
                .put("because", proposal.because());
    }
}
