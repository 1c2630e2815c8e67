package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks of a workflow: ordinary ones, with agents of their own. */
final class Tasks {

    private static final List<String> READING = List.of("list_files", "read_file");

    private Tasks() {}

    static TaskRequested plan(Draft draft, TaskId id) {
        return thinking(
                draft,
                id,
                agent(draft, "planner", "Planner", Prompts.PLANNER, List.of()),
                Prompts.plan(draft),
                Schemas.plan(),
                List.of());
    }

    static TaskRequested checkPlan(Draft draft, TaskId id, Plan plan) {
        return thinking(
                draft,
                id,
                agent(draft, "plan-reviewer", "Plan reviewer", Prompts.REVIEWER, List.of()),
                Prompts.checkPlan(draft, plan),
                Schemas.verdict(),
                List.of());
    }

    static TaskRequested team(Draft draft, TaskId id, Plan plan) {
        return thinking(
                draft,
                id,
                agent(draft, "team-generator", "Generator of teams", Prompts.GENERATOR, List.of()),
                Prompts.team(draft, plan),
                Schemas.team(),
                List.of());
    }

    /** The work of a step; of the files that others made, those of later steps win. */
    static TaskRequested work(Draft draft, TaskId id, Step step) {
        List<Step> earlier = earlier(draft, step);
        List<TaskFile> files = files(earlier, step);
        Map<String, String> labels = labels(draft, step);
        if (step.plan().code() != null) {
            return draft.plain(
                    id,
                    spec(
                            step.plan().description().isBlank()
                                    ? null
                                    : step.plan().description(),
                            List.of(new CodeSnippet("bash", step.plan().code())),
                            files,
                            null,
                            null,
                            null,
                            labels));
        }
        TeamAgent agent = draft.team == null || step.agent() == null
                ? null
                : draft.team.named(step.agent()).orElse(null);
        if (agent == null) {
            throw new IllegalStateException("step " + step.id() + " of " + draft.before.id() + " has no agent");
        }
        AgentDeployed deployed = agent.deployed(draft.revision, draft.before.createdAt());
        return draft.forAgent(
                id,
                spec(Prompts.work(draft, step, earlier), List.of(), files, null, deployed.agentId(), null, labels),
                deployed);
    }

    /** Whether languages can read the files: cheap, and before anybody is paid to read them. */
    static TaskRequested check(Draft draft, TaskId id, Step step) {
        return draft.plain(
                id,
                spec(
                        null,
                        List.of(new CodeSnippet("bash", FileChecks.PROGRAM)),
                        files(List.of(), step),
                        "quick",
                        null,
                        null,
                        labels(draft, step)));
    }

    static TaskRequested review(Draft draft, TaskId id, Step step, String checks) {
        AgentDeployed reviewer =
                agent(draft, "reviewer-" + step.id(), "Reviewer of " + step.name(), Prompts.REVIEWER, READING);
        return draft.forAgent(
                id,
                spec(
                        Prompts.review(draft, step, checks),
                        List.of(),
                        files(List.of(), step),
                        null,
                        reviewer.agentId(),
                        Schemas.verdict(),
                        labels(draft, step)),
                reviewer);
    }

    private static TaskRequested thinking(
            Draft draft, TaskId id, AgentDeployed agent, String prompt, JsonNode schema, List<TaskFile> files) {
        return draft.forAgent(
                id,
                spec(
                        prompt,
                        List.of(),
                        files,
                        null,
                        agent.agentId(),
                        schema,
                        Map.of("workflow", draft.before.id().value())),
                agent);
    }

    private static AgentDeployed agent(Draft draft, String id, String name, String prompt, List<String> tools) {
        return new AgentDeployed(
                new AgentId(id), 1, name, id, name, List.of(), tools, prompt, null, Map.of(), draft.before.createdAt());
    }

    private static Map<String, String> labels(Draft draft, Step step) {
        return Map.of("workflow", draft.before.id().value(), "step", step.name());
    }

    /** All that the step builds on, in the order of the plan. */
    private static List<Step> earlier(Draft draft, Step step) {
        java.util.Set<String> needed = new java.util.HashSet<>(step.dependsOn());
        boolean more = true;
        while (more) {
            more = false;
            for (Step one : draft.steps) {
                if (needed.contains(one.id())) {
                    more |= needed.addAll(one.dependsOn());
                }
            }
        }
        List<Step> earlier = new ArrayList<>();
        java.util.Set<String> there = new java.util.HashSet<>();
        while (there.size() < needed.size()) {
            for (Step one : draft.steps) {
                if (needed.contains(one.id()) && !there.contains(one.id()) && there.containsAll(one.dependsOn())) {
                    there.add(one.id());
                    earlier.add(one);
                }
            }
        }
        return earlier;
    }

    private static List<TaskFile> files(List<Step> earlier, Step own) {
        Map<String, TaskFile> files = new LinkedHashMap<>();
        earlier.forEach(step -> add(files, step));
        add(files, own);
        return files.values().stream().limit(TaskLimits.FILES).toList();
    }

    private static void add(Map<String, TaskFile> files, Step step) {
        for (ProducedFile file : step.files()) {
            if (file.content() != null && TaskLimits.safePath(file.path())) {
                files.put(file.path(), new TaskFile(file.path(), file.content(), TaskFile.Encoding.BASE64));
            }
        }
    }

    private static TaskSpec spec(
            @Nullable String prompt,
            List<CodeSnippet> code,
            List<TaskFile> files,
            @Nullable String tier,
            @Nullable AgentId agent,
            @Nullable JsonNode schema,
            Map<String, String> labels) {
        return new TaskSpec(
                prompt, code, files, null, null, List.of(), Map.of(), null, tier, null, agent, null, null, null, null,
                labels, List.of(), List.of(), null, null, null, schema, null, null);
    }
}
