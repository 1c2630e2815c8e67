package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentEnvironment;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentTest;
import dev.signalbox.registry.domain.Origin;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version of an agent; never changed. */
@Entity
@Table(name = "agent_versions")
@IdClass(AgentVersionRow.Key.class)
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class AgentVersionRow {

    /** Which version of which agent. */
    record Key(String agentId, int version) implements Serializable {}

    @Id
    @Column(name = "agent_id")
    String agentId;

    @Id
    int version;

    String role;
    String name;
    String description;
    String[] skills;
    String[] tools;

    @Column(name = "system_prompt")
    String systemPrompt;

    @Nullable
    String model;

    /** A JSON object of texts. */
    String configuration;

    @Nullable
    String template;

    @Enumerated(EnumType.STRING)
    Origin origin;

    @Nullable
    String emoji;

    @Column(name = "created_by")
    @Nullable
    String createdBy;

    /** {@link Workbench} as JSON. */
    String workbench;

    @Column(name = "created_at")
    Instant createdAt;

    /** When it was last put on duty or on trial. */
    @Column(name = "deployed_at")
    @Nullable
    Instant deployedAt;

    /** What the workbench wants of a version. */
    record Workbench(
            @Nullable CodeSnippet codeTemplate,
            @Nullable AgentEnvironment environment,
            @Nullable List<AgentTest> tests) {}

    static AgentVersionRow of(Agent agent) {
        AgentSpec spec = agent.spec();
        AgentVersionRow row = new AgentVersionRow();
        row.agentId = agent.id().value();
        row.version = agent.version();
        row.role = spec.role();
        row.name = spec.name();
        row.description = spec.description();
        row.skills = spec.skills().toArray(String[]::new);
        row.tools = spec.tools().toArray(String[]::new);
        row.systemPrompt = spec.systemPrompt();
        row.model = spec.model();
        row.configuration = JsonText.write(spec.configuration());
        row.template = agent.template();
        row.origin = agent.origin();
        row.emoji = spec.emoji();
        row.createdBy = agent.createdBy();
        row.workbench = JsonText.write(new Workbench(spec.codeTemplate(), spec.environment(), spec.tests()));
        row.createdAt = agent.versionCreatedAt();
        row.deployedAt = agent.versionDeployedAt();
        return row;
    }

    @SuppressWarnings("NullAway") // the specification takes absent parts
    Agent agent(AgentRow head) {
        Workbench extras = JsonText.read(workbench, Workbench.class);
        AgentSpec spec = new AgentSpec(
                role,
                name,
                description,
                List.of(skills),
                List.of(tools),
                systemPrompt,
                model,
                JsonText.texts(configuration),
                emoji,
                extras.codeTemplate(),
                extras.environment(),
                extras.tests());
        return new Agent(
                new AgentId(agentId),
                head.life(),
                head.revision,
                version,
                spec,
                template,
                origin,
                head.catalogueRevision,
                head.createdAt,
                head.updatedAt,
                createdBy,
                createdAt,
                deployedAt,
                head.previousVersion,
                head.canary());
    }
}
