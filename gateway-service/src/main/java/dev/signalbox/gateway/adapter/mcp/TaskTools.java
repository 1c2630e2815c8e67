package dev.signalbox.gateway.adapter.mcp;

import static dev.signalbox.gateway.adapter.mcp.JsonWords.copy;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.encoded;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.gateway.app.AnswerAgent;
import dev.signalbox.gateway.app.CheckTask;
import dev.signalbox.gateway.app.FindTask;
import dev.signalbox.gateway.app.FollowTask;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.Services;
import dev.signalbox.gateway.app.Services.Service;
import dev.signalbox.gateway.app.StopTask;
import dev.signalbox.gateway.app.SubmitTask;
import dev.signalbox.gateway.domain.Caller;
import dev.signalbox.gateway.domain.SequencedEvent;
import dev.signalbox.gateway.domain.Submission;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tools that run tasks and look at them. */
@Singleton
final class TaskTools {

    private static final double DEFAULT_WAIT_SECONDS = 50;

    /** A task of a session reaches its owner by way of the outbox and the router. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    private static final Set<String> LAST = Set.of("TaskCompleted", "TaskFailed", "TaskCancelled", "TaskSnapshot");

    private final SubmitTask submit;
    private final FindTask find;
    private final FollowTask follow;
    private final StopTask stop;
    private final AnswerAgent answer;
    private final Services services;
    private final RouteTool routes;
    private final InstantSource clock;

    TaskTools(
            SubmitTask submit,
            FindTask find,
            FollowTask follow,
            StopTask stop,
            AnswerAgent answer,
            Services services,
            RouteTool routes,
            InstantSource clock) {
        this.submit = submit;
        this.find = find;
        this.follow = follow;
        this.stop = stop;
        this.answer = answer;
        this.services = services;
        this.routes = routes;
        this.clock = clock;
    }

    Map<String, ToolCall.Function> functions() {
        return Map.of(
                "run_task", this::run,
                "get_task", this::get,
                "cancel_task", this::cancel,
                "answer_question", this::answerQuestion,
                "explain_route", routes::explain);
    }

    private Uni<ToolOutcome> run(ToolCall call) {
        TaskSpec task = spec(call);
        CheckTask.refuseInvalid(task);
        return submitted(call, task).chain(taskId -> {
            ObjectNode accepted = object().put("task_id", taskId.value()).put("status", "queued");
            accepted.put("next_step", "It goes on; ask again with get_task.");
            return call.flag("wait", true)
                    ? followed(call, taskId)
                    : Uni.createFrom().item(ToolOutcome.of(accepted));
        });
    }

    /** A task without a session goes the gateway's own way; a session takes its tasks on itself. */
    private Uni<TaskId> submitted(ToolCall call, TaskSpec task) {
        String session = call.text("session_id");
        if (session == null) {
            return submit.submit(call.caller(), new Submission(task, null, null), null, null)
                    .map(TaskView::taskId);
        }
        String address = "/v1/sessions/" + encoded(session) + "/tasks";
        return services.ask(
                        Service.SESSION,
                        call.caller(),
                        "POST",
                        address,
                        Json.mapper().valueToTree(task))
                .map(accepted -> taskId(accepted.path("taskId").asText()));
    }

    static TaskSpec spec(ToolCall call) {
        JsonNode given = call.arguments();
        ObjectNode task = object();
        copy(given, "prompt", task, "prompt");
        if (given.hasNonNull("code")) {
            ObjectNode snippet = task.putArray("code").addObject();
            copy(given, "language", snippet, "language");
            copy(given, "code", snippet, "source");
        }
        copy(given, "agent", task, "agent");
        copy(given, "model", task, "model");
        copy(given, "tier", task, "tier");
        if (given.hasNonNull("timeout_seconds")) {
            long millis = Math.round(given.get("timeout_seconds").asDouble() * 1000);
            task.put("timeout", Duration.ofMillis(Math.max(1, millis)).toString());
        }
        if (given.hasNonNull("maximum_cost_usd")) {
            task.put("maximumCost", given.get("maximum_cost_usd").asText());
        }
        try {
            return Json.mapper().treeToValue(task, TaskSpec.class);
        } catch (JsonProcessingException e) {
            throw Refusal.of(ProblemType.INVALID_TASK, "agent or model is not written as an identifier");
        }
    }

    private Uni<ToolOutcome> followed(ToolCall call, TaskId taskId) {
        Duration wait = Duration.ofMillis(
                Math.round(call.arguments().path("wait_seconds").asDouble(DEFAULT_WAIT_SECONDS) * 1000));
        TaskProgress progress = new TaskProgress(call.progress(), clock);
        return events(call.caller(), taskId)
                .onItem()
                .transformToMultiAndConcatenate(batch -> Multi.createFrom().iterable(batch))
                .onItem()
                .call(progress::tell)
                .filter(TaskTools::decisive)
                .toUni()
                .map(Optional::ofNullable)
                .ifNoItem()
                .after(wait)
                .recoverWithItem(Optional.empty())
                .chain(last -> current(call.caller(), taskId, last));
    }

    private Multi<List<SequencedEvent>> events(Caller caller, TaskId taskId) {
        return follow.follow(caller.tenant(), taskId, 0)
                .onFailure(TaskTools::unknown)
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1))
                .expireIn(SETTLING.toMillis())
                .onItem()
                .transformToMulti(
                        events -> events.orElseGet(() -> Multi.createFrom().empty()));
    }

    private static boolean unknown(Throwable failure) {
        return failure instanceof Refusal refusal && refusal.type() == ProblemType.NOT_FOUND;
    }

    /** The end, or a question to a human: then the call must not block what the human decides by. */
    private static boolean decisive(SequencedEvent event) {
        return LAST.contains(event.type())
                || event.type().equals("TaskAwaitingApproval")
                || event.type().equals("TaskQuestion");
    }

    private Uni<ToolOutcome> current(Caller caller, TaskId taskId, Optional<SequencedEvent> last) {
        return find.find(caller.tenant(), taskId).map(view -> {
            ObjectNode told = TaskAnswers.task(view);
            if (!view.status().ended()) {
                last.ifPresent(event -> waiting(told, event));
            }
            return TaskAnswers.outcome(told);
        });
    }

    private static void waiting(ObjectNode told, SequencedEvent event) {
        try {
            if (event.type().equals("TaskAwaitingApproval")) {
                TaskAnswers.waitsFor(told, Json.mapper().readValue(event.data(), TaskAwaitingApproval.class));
            } else if (event.type().equals("TaskQuestion")) {
                TaskAnswers.waitsFor(told, Json.mapper().readValue(event.data(), TaskQuestion.class));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is JSON", e);
        }
    }

    private Uni<ToolOutcome> get(ToolCall call) {
        return find.find(call.caller().tenant(), taskId(call.required("task_id")))
                .map(view -> ToolOutcome.of(TaskAnswers.task(view)));
    }

    private Uni<ToolOutcome> cancel(ToolCall call) {
        TaskId taskId = taskId(call.required("task_id"));
        return stop.stop(call.caller(), taskId, call.text("reason"))
                .map(view -> {
                    ObjectNode told = TaskAnswers.task(view);
                    told.put("status", "cancelling");
                    return ToolOutcome.of(told);
                })
                .onFailure(TaskTools::ended)
                .recoverWithUni(() -> get(call));
    }

    private static boolean ended(Throwable failure) {
        return failure instanceof Refusal refusal && refusal.type() == ProblemType.CONFLICT;
    }

    private Uni<ToolOutcome> answerQuestion(ToolCall call) {
        TaskId taskId = taskId(call.required("task_id"));
        return answer.answer(call.caller(), taskId, call.required("question_id"), call.required("answer"))
                .map(view -> ToolOutcome.of(TaskAnswers.task(view)));
    }

    static TaskId taskId(String text) {
        try {
            return new TaskId(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ProblemType.NOT_FOUND, "there is no task of this name");
        }
    }
}
