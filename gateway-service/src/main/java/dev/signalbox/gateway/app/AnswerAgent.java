package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskLimits.Violation;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;

/** Hands a human's answer to the agent that asked. Of two answers to a question the first counts. */
@ApplicationScoped
public class AnswerAgent {

    private final FindTask find;
    private final TaskLog log;
    private final InstantSource clock;

    public AnswerAgent(FindTask find, TaskLog log, InstantSource clock) {
        this.find = find;
        this.log = log;
        this.clock = clock;
    }

    /**
     * The task as it was when the log took the answer; a {@link Refusal} where the answer is not valid, or where the task
     * is unknown or has ended.
     */
    public Uni<TaskView> answer(Caller caller, TaskId taskId, String questionId, String answer) {
        AnswerQuestion command = new AnswerQuestion(taskId, questionId, answer, clock.instant());
        refuseInvalid(command);
        return find.find(caller.tenant(), taskId)
                .invoke(StopTask::refuseEnded)
                .call(() -> log.answer(command, caller.trace()));
    }

    private static void refuseInvalid(AnswerQuestion command) {
        List<Violation> violations = TaskLimits.violations(command);
        if (!violations.isEmpty()) {
            CheckTask.refuse(violations, ProblemType.INVALID_REQUEST);
        }
    }
}
