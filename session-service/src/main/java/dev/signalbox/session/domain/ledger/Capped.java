package dev.signalbox.session.domain.ledger;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.session.domain.Input;
import org.jspecify.annotations.Nullable;

/** A routed attempt as the money of its session allows it. */
public final class Capped {

    private Capped() {}

    /** With the ceiling and time that were granted. */
    public static Input.Routed by(Input.Routed routed, Verdict.Granted granted) {
        Money ceiling = granted.ceiling();
        boolean same = granted.timeout().equals(routed.timeout())
                && (ceiling == null || ceiling.equals(routed.request().task().maximumCost()));
        if (same) {
            return routed;
        }
        return new Input.Routed(
                routed.taskId(),
                ceiling == null ? routed.request() : with(routed.request(), ceiling),
                routed.chosen(),
                routed.rates(),
                granted.timeout(),
                routed.explanation(),
                routed.plan(),
                routed.taskClass(),
                routed.options(),
                routed.models(),
                routed.record(),
                routed.fullCost());
    }

    /** Not at all. */
    public static Input.Rejected refused(Input.Routed routed, Problem problem) {
        return new Input.Rejected(routed.taskId(), routed.request(), problem, routed.record());
    }

    private static TaskRequested with(TaskRequested request, @Nullable Money ceiling) {
        return new TaskRequested(
                request.taskId(),
                request.tenant(),
                request.sessionId(),
                request.attempt(),
                request.previous(),
                request.plan(),
                with(request.task(), ceiling),
                request.requestedAt(),
                request.agents(),
                request.among());
    }

    private static TaskSpec with(TaskSpec task, @Nullable Money ceiling) {
        return new TaskSpec(
                task.prompt(),
                task.code(),
                task.files(),
                task.command(),
                task.stdin(),
                task.arguments(),
                task.environment(),
                task.model(),
                task.tier(),
                task.backend(),
                task.agent(),
                task.objective(),
                task.timeout(),
                ceiling,
                task.priority(),
                task.metadata(),
                task.requiredSkills(),
                task.needs(),
                task.minimumSuccess(),
                task.maximumLatency(),
                task.escalate(),
                task.answerSchema(),
                task.maximumTurns(),
                task.maximumTokens());
    }
}
