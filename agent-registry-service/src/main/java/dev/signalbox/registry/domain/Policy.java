package dev.signalbox.registry.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.route.PolicyPublished;
import java.time.Instant;

/**
 * A named routing policy, seen at one of its versions. Versions count changes of the parameters, so that
 * {@code careful@3} always decides alike; the state changes without a new one.
 *
 * @param state of the policy, not of the version
 * @param withdrawn whether it was deleted; its versions are kept
 * @param version the version that {@code parameters} is of
 * @param revision counts every change of the policy, for optimistic locking
 * @param parameters what differs from the shipped policy
 * @param createdAt when the policy was created
 * @param updatedAt when it was last changed
 */
public record Policy(
        String name,
        PolicyPublished.State state,
        boolean withdrawn,
        String description,
        int version,
        int latestVersion,
        long revision,
        JsonNode parameters,
        Instant createdAt,
        Instant updatedAt) {

    /** The first version. */
    public static Policy create(
            String name, PolicyPublished.State state, String description, JsonNode parameters, Instant now) {
        return new Policy(name, state, false, description, 1, 1, 1, parameters, now, now);
    }

    /** As a client wants it now; to be called on the newest version. */
    public Policy revise(PolicyPublished.State wanted, String described, JsonNode changed, Instant now) {
        int next = changed.equals(parameters) ? latestVersion : latestVersion + 1;
        return new Policy(name, wanted, false, described, next, next, revision + 1, changed, createdAt, now);
    }

    /** Another one decides now. */
    public Policy demoted(Instant now) {
        return in(PolicyPublished.State.DRAFT, withdrawn, now);
    }

    /** Deleted. */
    public Policy withdrawn(Instant now) {
        return in(PolicyPublished.State.DRAFT, true, now);
    }

    private Policy in(PolicyPublished.State other, boolean gone, Instant now) {
        return new Policy(
                name, other, gone, description, version, latestVersion, revision + 1, parameters, createdAt, now);
    }
}
