package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.registry.domain.Policy;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A policy across its versions. */
@Entity
@Table(name = "policies")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class PolicyRow {

    @Id
    String name;

    @Enumerated(EnumType.STRING)
    PolicyPublished.State state;

    boolean withdrawn;
    String description;

    @Column(name = "latest_version")
    int latestVersion;

    /** Not {@code @Version}: rows are changed by statements that compare it themselves. */
    long revision;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    static PolicyRow of(Policy policy) {
        PolicyRow row = new PolicyRow();
        row.name = policy.name();
        row.state = policy.state();
        row.withdrawn = policy.withdrawn();
        row.description = policy.description();
        row.latestVersion = policy.latestVersion();
        row.revision = policy.revision();
        row.createdAt = policy.createdAt();
        row.updatedAt = policy.updatedAt();
        return row;
    }
}
