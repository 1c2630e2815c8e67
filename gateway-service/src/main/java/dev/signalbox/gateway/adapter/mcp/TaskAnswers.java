package dev.signalbox.gateway.adapter.mcp;

import static dev.signalbox.gateway.adapter.mcp.JsonWords.object;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the tools tell of tasks. */
final class TaskAnswers {

    /** A model reads the answer: more than this fills its memory without telling it more. */
    private static final int LONGEST_TEXT = 64 * 1024;

    private TaskAnswers() {}

    /** The task as it is; a failure of the task is no failure of whoever looked at it. */
    static ObjectNode task(TaskView view) {
        ObjectNode answer = object().put("task_id", view.taskId().value())
                .put("status", view.status().name().toLowerCase(Locale.ROOT));
        put(answer, "session_id", view.sessionId());
        TaskResult result = view.result();
        if (result != null) {
            result(answer, result);
        }
        if (view.endedAt() != null) {
            answer.put("duration_seconds", JsonWords.seconds(Duration.between(view.requestedAt(), view.endedAt())));
        }
        if (view.attempt() > 0) {
            answer.put("attempts", view.attempt());
        }
        route(answer, view.route());
        put(answer, "explanation", view.explanation());
        nextStep(answer, view.status());
        return answer;
    }

    private static void result(ObjectNode answer, TaskResult result) {
        Answer given = result.answer();
        if (given != null) {
            answer.put("result", shortened(given.text()));
            if (given.structured() != null) {
                answer.set("structured_result", given.structured());
            }
        } else {
            answer.put("result", shortened(result.stdout().text()));
        }
        if (!result.stderr().text().isEmpty()) {
            answer.put("error_output", shortened(result.stderr().text()));
        }
        if (result.exitCode() != null) {
            answer.put("exit_code", result.exitCode());
        }
        if (!result.files().isEmpty()) {
            ArrayNode files = answer.putArray("files");
            for (ProducedFile file : result.files()) {
                files.addObject().put("path", file.path()).put("size", file.size());
            }
        }
        answer.put("cost_usd", result.cost().total().usd());
        Problem problem = result.problem();
        if (problem != null) {
            ObjectNode told =
                    answer.putObject("problem").put("type", problem.type().toString());
            told.put("title", problem.title());
            put(told, "detail", problem.detail());
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, LONGEST_TEXT) + "\n[" + (text.length() - LONGEST_TEXT)
                        + " more characters; GET /v1/tasks/{id} has them]";
    }

    static void route(ObjectNode answer, @Nullable Route route) {
        if (route != null) {
            answer.set("route", route(route));
        }
    }

    static ObjectNode route(Route route) {
        ObjectNode told = object().put("backend", route.backend()).put("tier", route.tier());
        put(told, "model", route.model());
        put(told, "agent", route.agent());
        if (route.agentVersion() != null) {
            told.put("agent_version", route.agentVersion());
        }
        return told;
    }

    private static void nextStep(ObjectNode answer, TaskStatus status) {
        if (status == TaskStatus.AWAITING_APPROVAL) {
            answer.put("next_step", "A human decides: see list_approvals and decide_approval. Then the task goes on.");
        } else if (!status.ended()) {
            answer.put("next_step", "It goes on; ask again with get_task.");
        }
    }

    /** What a human is asked before the task goes on. */
    static void waitsFor(ObjectNode answer, TaskAwaitingApproval asked) {
        answer.put("status", "awaiting_approval");
        answer.putObject("waiting_for")
                .put("kind", "approval")
                .put("approval_id", asked.approval().approvalId().value())
                .put("title", asked.approval().title())
                .put("detail", asked.approval().detail())
                .put("expires_at", asked.approval().expiresAt().toString());
        answer.put(
                "next_step",
                "Ask the human and call decide_approval with what they said; the task then goes on by itself,"
                        + " and get_task tells its end.");
    }

    static void waitsFor(ObjectNode answer, TaskQuestion asked) {
        boolean call = asked.call() != null;
        ObjectNode waiting = answer.putObject("waiting_for").put("kind", call ? "approval" : "question");
        waiting.put("question_id", asked.questionId())
                .put("title", call ? "An agent wants to call a tool" : "An agent asks")
                .put("detail", asked.question())
                .put("expires_at", asked.expiresAt().toString());
        answer.put(
                "next_step",
                call
                        ? "Ask the human, find the approval with list_approvals and decide it with decide_approval."
                        : "Ask the human and call answer_question with what they said; get_task tells the end.");
    }

    /** What the model should see as a failure. */
    static ToolOutcome outcome(JsonNode answer) {
        return answer.path("status").asText().equals("failed") ? ToolOutcome.failed(answer) : ToolOutcome.of(answer);
    }
}
