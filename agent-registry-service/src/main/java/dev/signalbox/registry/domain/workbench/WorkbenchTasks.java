package dev.signalbox.registry.domain.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentTest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks that the workbench has done, by names that a repeated step makes again. */
public final class WorkbenchTasks {

    /** What their names begin with. */
    public static final String PREFIX = "wb:";

    private static final int LONGEST_AGENT = 36;
    private static final int TURNS = 8;

    private WorkbenchTasks() {}

    static TaskId id(Pipeline pipeline, String purpose) {
        String agent = pipeline.agentId().value();
        String named = agent.length() <= LONGEST_AGENT ? agent : hash(agent);
        String run = pipeline.run() == 1 ? "" : ":r" + pipeline.run();
        return new TaskId(PREFIX + named + ":" + pipeline.version() + ":" + purpose + run);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A test of the version: words for its agent as it would be deployed, or code beside its program. */
    static TaskRequested test(TaskId id, Pipeline pipeline, Facts facts, AgentTest test, Instant now) {
        AgentSpec spec = facts.agent().spec();
        AgentId agent = pipeline.agentId();
        if (test.code() != null) {
            TaskSpec task = spec(null, List.of(test.code()), program(spec), "quick", null, null, null, facts);
            return TaskRequested.first(id, pipeline.plan().tenant(), null, task, now);
        }
        TaskSpec task = spec(
                test.prompt(),
                List.of(),
                List.of(),
                "quick",
                null,
                agent,
                test.expect().schema(),
                facts);
        return TaskRequested.first(id, pipeline.plan().tenant(), null, task, now)
                .withAgents(List.of(spec.announced(agent, pipeline.version(), now)))
                .onlyFor(List.of(agent));
    }

    private static List<TaskFile> program(AgentSpec spec) {
        CodeSnippet code = spec.codeTemplate();
        if (code == null) {
            return List.of();
        }
        String ending = switch (code.language() == null ? "" : code.language()) {
            case "python" -> "py";
            case "javascript" -> "js";
            case "java" -> "java";
            default -> "sh";
        };
        return List.of(new TaskFile("agent." + ending, code.source(), TaskFile.Encoding.TEXT));
    }

    /** Code that proves an environment. */
    static TaskRequested proof(
            TaskId id, Pipeline pipeline, Facts facts, String script, @Nullable String backend, Instant now) {
        CodeSnippet code = new CodeSnippet("bash", script);
        String tier = backend == null ? "quick" : null;
        TaskSpec task = spec(null, List.of(code), List.of(), tier, backend, null, null, facts);
        return TaskRequested.first(id, pipeline.plan().tenant(), null, task, now);
    }

    /** A prompt for an agent that exists for this task alone. */
    static TaskRequested written(
            TaskId id,
            Pipeline pipeline,
            Facts facts,
            AgentDeployed writer,
            String prompt,
            JsonNode schema,
            Instant now) {
        TaskSpec task = spec(prompt, List.of(), List.of(), null, null, writer.agentId(), schema, facts);
        return TaskRequested.first(id, pipeline.plan().tenant(), null, task, now)
                .withAgents(List.of(writer))
                .onlyFor(List.of(writer.agentId()));
    }

    private static TaskSpec spec(
            @Nullable String prompt,
            List<CodeSnippet> code,
            List<TaskFile> files,
            @Nullable String tier,
            @Nullable String backend,
            @Nullable AgentId agent,
            @Nullable JsonNode schema,
            Facts facts) {
        return new TaskSpec(
                prompt,
                code,
                files,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                tier,
                backend,
                agent,
                null,
                facts.limits().testTimeout(),
                facts.limits().testCost(),
                null,
                Map.of("origin", "workbench"),
                List.of(),
                List.of(),
                null,
                null,
                false,
                schema,
                prompt == null ? null : TURNS,
                null);
    }
}
