package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plays planner, generator, agents, checks and reviewers: the same task ends in the same way, however often. */
public final class ScriptedModels {

    /** What each task costs. */
    public static final Money COST = Money.of("0.01");

    public static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    private final Map<String, Function<TaskRequested, TaskEnded>> script = new HashMap<>();

    /** The first review of the frontend fails. */
    public static ScriptedModels failingOnce() {
        ScriptedModels models = new ScriptedModels();
        models.script.put("s3:1:review:1", task -> answered(task, verdict("fail", "the cart is missing")));
        return models;
    }

    /** Another end of the task whose name ends so. */
    public ScriptedModels when(String suffix, Function<TaskRequested, TaskEnded> end) {
        script.put(suffix, end);
        return this;
    }

    /** How the task ends. */
    public TaskEnded end(TaskRequested task) {
        String rest = rest(id(task));
        Function<TaskRequested, TaskEnded> scripted = script.get(rest);
        if (scripted != null) {
            return scripted.apply(task);
        }
        if (rest.endsWith(":check") && rest.startsWith("plan:") || rest.contains(":review:")) {
            return answered(task, verdict("pass"));
        }
        if (rest.startsWith("plan:")) {
            return answered(task, plan());
        }
        if (rest.startsWith("team:")) {
            return answered(task, team());
        }
        if (rest.endsWith(":check")) {
            return succeeded(task, "1 files can be read by their languages", List.of(), null);
        }
        return worked(task, rest.replace(':', '-') + ".py", "print('" + rest + "')\n");
    }

    static TaskId id(TaskRequested task) {
        return java.util.Objects.requireNonNull(task.taskId());
    }

    static String rest(TaskId id) {
        return id.value().substring(id.value().indexOf(':', "wf:".length()) + 1);
    }

    public static JsonNode plan() {
        ObjectNode plan = Json.mapper().createObjectNode();
        plan.put("summary", "design, build in parallel, test");
        ArrayNode steps = plan.putArray("steps");
        step(steps, "Design", "Architect", "designing it");
        step(steps, "Backend", "Backend Developer", "writing the API", "Design");
        step(steps, "Frontend", "Frontend Expert", "creating React components", "Design");
        step(steps, "Database", "Database Engineer", "writing the schema", "Design");
        step(steps, "Tests", "Test Engineer", "writing tests", "Backend", "Frontend", "Database");
        return plan;
    }

    private static void step(ArrayNode steps, String name, String agent, String doing, String... needs) {
        ObjectNode step = steps.addObject();
        step.put("name", name).put("agent", agent).put("doing", doing);
        step.put("description", "Do the " + name).put("done_when", name + " is there");
        ArrayNode needed = step.putArray("depends_on");
        List.of(needs).forEach(needed::add);
    }

    public static JsonNode team() {
        ObjectNode team = Json.mapper().createObjectNode();
        ArrayNode agents = team.putArray("agents");
        ArrayNode assignments = team.putArray("task_assignments");
        plan().path("steps").forEach(step -> {
            ObjectNode agent = agents.addObject();
            agent.put("name", step.path("agent").asText()).put("type", "specialist");
            agent.put("system_prompt", "You are good at it.").put("model", "haiku");
            agent.putArray("skills").add("craft");
            agent.putArray("tools").add("write_file");
            assignments
                    .addObject()
                    .put("agent", step.path("agent").asText())
                    .putArray("tasks")
                    .add(step.path("name").asText());
        });
        return team;
    }

    public static JsonNode verdict(String verdict, String... feedback) {
        ObjectNode json = Json.mapper().createObjectNode().put("verdict", verdict);
        ArrayNode all = json.putArray("feedback");
        List.of(feedback).forEach(all::add);
        return json;
    }

    public static TaskEnded answered(TaskRequested task, JsonNode answer) {
        return succeeded(task, "", List.of(), answer);
    }

    public static TaskEnded worked(TaskRequested task, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return succeeded(
                task,
                "",
                List.of(new ProducedFile(path, bytes.length, Base64.getEncoder().encodeToString(bytes))),
                null);
    }

    static TaskEnded succeeded(TaskRequested task, String stdout, List<ProducedFile> files, @Nullable JsonNode answer) {
        return new TaskCompleted(id(task), result(task, TaskStatus.SUCCEEDED, stdout, files, answer, null), AT);
    }

    public static TaskEnded failed(TaskRequested task, ProblemType type, String stdout) {
        return new TaskFailed(
                id(task),
                result(task, TaskStatus.FAILED, stdout, List.of(), null, type.because("as the script says")),
                AT);
    }

    private static TaskResult result(
            TaskRequested task,
            TaskStatus status,
            String stdout,
            List<ProducedFile> files,
            @Nullable JsonNode answer,
            @Nullable Problem problem) {
        boolean agent = task.task().agent() != null && status == TaskStatus.SUCCEEDED;
        return new TaskResult(
                status,
                agent ? null : 0,
                new OutputText(stdout, 0),
                OutputText.EMPTY,
                files,
                Timings.NONE,
                Usage.NONE,
                new Cost(COST, List.of()),
                List.of(),
                new dev.signalbox.contracts.route.Route("local", "quick", agent ? "claude-haiku-5-5" : null, null),
                null,
                problem,
                agent
                        ? new Answer(
                                "I did " + rest(id(task)),
                                answer,
                                Answer.Ending.DONE,
                                1,
                                0,
                                "claude-haiku-5-5",
                                new AgentId("any"))
                        : null);
    }
}
