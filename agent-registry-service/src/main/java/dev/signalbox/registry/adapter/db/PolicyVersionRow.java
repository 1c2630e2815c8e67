package dev.signalbox.registry.adapter.db;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.registry.domain.Policy;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A version of a policy; never changed. */
@Entity
@Table(name = "policy_versions")
@IdClass(PolicyVersionRow.Key.class)
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class PolicyVersionRow {

    /** Which version of which policy. */
    record Key(String name, int version) implements Serializable {}

    @Id
    String name;

    @Id
    int version;

    /** A JSON object. */
    String parameters;

    @Column(name = "created_at")
    Instant createdAt;

    static PolicyVersionRow of(Policy policy) {
        PolicyVersionRow row = new PolicyVersionRow();
        row.name = policy.name();
        row.version = policy.version();
        row.parameters = JsonText.write(policy.parameters());
        row.createdAt = policy.updatedAt();
        return row;
    }

    Policy policy(PolicyRow head) {
        return new Policy(
                name,
                head.state,
                head.withdrawn,
                head.description,
                version,
                head.latestVersion,
                head.revision,
                JsonText.read(parameters, JsonNode.class),
                head.createdAt,
                head.updatedAt);
    }
}
