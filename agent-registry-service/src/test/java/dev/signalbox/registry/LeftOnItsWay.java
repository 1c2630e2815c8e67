package dev.signalbox.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.infrastructure.testing.Servers;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.workbench.Facts;
import dev.signalbox.registry.domain.workbench.Move;
import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelinePlan;
import dev.signalbox.registry.domain.workbench.PipelineRules;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** What an instance leaves behind that was killed in the middle of pipelines. */
public final class LeftOnItsWay implements QuarkusTestResourceLifecycleManager {

    /** Its test task was stored and not published. */
    static final String UNPUBLISHED = "left-unpublished";

    /** Its test task was published, and ended while nobody listened. */
    static final String ENDED = "left-ended";

    /** Was due. */
    static final String DUE = "left-due";

    @Override
    public Map<String, String> start() {
        Servers servers = SignalboxServers.running();
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + servers.postgres(), servers.postgresUser(), servers.postgresPassword())
                .schemas("registry")
                .defaultSchema("registry")
                .load()
                .migrate();
        leave(DUE, Pipeline.begun(new AgentId(DUE), 1, 1, plan(), Instant.now()), List.of());
        Move unpublished = testing(UNPUBLISHED);
        leave(UNPUBLISHED, unpublished.after(), unpublished.tasks());
        for (TaskRequested task : unpublished.tasks()) {
            execute(
                    "insert into registry.outbox (topic, agent_id, event_id, body, occurred_at)"
                            + " values ('task-requests', ?, ?, ?, now())",
                    task.taskId().value(),
                    task.taskId().value(),
                    json(task));
        }
        Move ended = testing(ENDED);
        leave(ENDED, ended.after(), ended.tasks());
        try (ScriptedExecutor executor = new ScriptedExecutor()) {
            executor.tell(executor.worked("wb:" + ENDED + ":1:test:1:1", ENDED, 1, true, "prompt/test"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Map.of();
    }

    private static PipelinePlan plan() {
        return new PipelinePlan(
                PipelinePlan.Generator.NONE,
                null,
                PipelinePlan.Deployment.AUTO,
                0.1,
                20,
                new TenantId("default"),
                null);
    }

    /** The way to where its tests run. */
    private static Move testing(String id) {
        Instant now = Instant.now();
        AgentSpec spec = new AgentSpec(
                "tester", "Left", "Left on its way.", List.of(), List.of(), "You test.", "haiku", Map.of());
        Facts facts = new Facts(
                Agent.create(new AgentId(id), Agent.Made.byClient(spec, null, null), now),
                Map.of(),
                Map.of(),
                new Facts.Places(true, true, List.of()),
                new Facts.Limits(Money.of("0.25"), Duration.ofSeconds(45), Duration.ofSeconds(100)));
        Pipeline begun = Pipeline.begun(new AgentId(id), 1, 1, plan(), now);
        return PipelineRules.look(PipelineRules.look(begun, facts, now).after(), facts, now);
    }

    private static void leave(String id, Pipeline pipeline, List<TaskRequested> tasks) {
        execute(
                "insert into registry.agents (agent_id, status, latest_version, revision, created_at, updated_at)"
                        + " values (?, 'DRAFT', 1, 1, now(), now())",
                id);
        execute(
                "insert into registry.agent_versions (agent_id, version, role, name, description, skills, tools,"
                        + " system_prompt, model, configuration, origin, created_at) values"
                        + " (?, 1, 'tester', 'Left', 'Left on its way.', '{}', '{}', 'You test.', 'haiku', '{}',"
                        + " 'CLIENT', now())",
                id);
        execute(
                "insert into registry.pipelines (agent_id, version, stage, state, step, due_at, message, document,"
                        + " started_at, updated_at) values (?, 1, ?, ?, ?, ?, ?, ?, now(), now())",
                id,
                pipeline.stage().name(),
                pipeline.state().name(),
                pipeline.step().name(),
                Timestamp.from(pipeline.dueAt()),
                pipeline.message(),
                json(pipeline));
        for (TaskRequested task : tasks) {
            execute(
                    "insert into registry.workbench_tasks (task_id, agent_id, version) values (?, ?, 1)",
                    task.taskId().value(),
                    id);
        }
    }

    private static String json(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql, Object... values) {
        Servers servers = SignalboxServers.running();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + servers.postgres(), servers.postgresUser(), servers.postgresPassword());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {}
}
