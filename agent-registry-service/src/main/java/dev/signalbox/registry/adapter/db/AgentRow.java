package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentLife;
import dev.signalbox.registry.domain.AgentStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An agent across its versions. */
@Entity
@Table(name = "agents")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class AgentRow {

    @Id
    @Column(name = "agent_id")
    String agentId;

    @Enumerated(EnumType.STRING)
    AgentStatus status;

    @Column(name = "latest_version")
    int latestVersion;

    @Column(name = "deployed_version")
    @Nullable
    Integer deployedVersion;

    /** Not {@code @Version}: rows are changed by statements that compare it themselves. */
    long revision;

    @Column(name = "catalogue_revision")
    @Nullable
    Integer catalogueRevision;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    static AgentRow of(Agent agent) {
        AgentRow row = new AgentRow();
        row.agentId = agent.id().value();
        row.status = agent.life().status();
        row.latestVersion = agent.life().latestVersion();
        row.deployedVersion = agent.life().deployedVersion();
        row.revision = agent.revision();
        row.catalogueRevision = agent.catalogueRevision();
        row.createdAt = agent.createdAt();
        row.updatedAt = agent.updatedAt();
        return row;
    }

    AgentLife life() {
        return AgentLife.of(status, latestVersion, deployedVersion);
    }
}
