package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentLife;
import dev.signalbox.registry.domain.AgentStatus;
import dev.signalbox.registry.domain.Trial;
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

    @Column(name = "previous_version")
    @Nullable
    Integer previousVersion;

    @Column(name = "canary_version")
    @Nullable
    Integer canaryVersion;

    @Column(name = "canary_share")
    @Nullable
    Double canaryShare;

    @Column(name = "canary_minimum_runs")
    @Nullable
    Integer canaryMinimumRuns;

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
        row.previousVersion = agent.previousVersion();
        row.canaryVersion = agent.canary() == null ? null : agent.canary().version();
        row.canaryShare = agent.canary() == null ? null : agent.canary().share();
        row.canaryMinimumRuns = agent.canary() == null ? null : agent.canary().minimumRuns();
        row.createdAt = agent.createdAt();
        row.updatedAt = agent.updatedAt();
        return row;
    }

    AgentLife life() {
        return AgentLife.of(status, latestVersion, deployedVersion);
    }

    @Nullable
    Trial canary() {
        return canaryVersion == null || canaryShare == null || canaryMinimumRuns == null
                ? null
                : new Trial(canaryVersion, canaryShare, canaryMinimumRuns);
    }
}
