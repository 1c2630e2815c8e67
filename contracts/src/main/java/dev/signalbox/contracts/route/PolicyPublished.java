package dev.signalbox.contracts.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A version of a named routing policy. On {@code policies} (compacted), keyed by name; a tombstone withdraws it.
 *
 * @param name of the policy
 * @param version counts up from 1 with every change of the parameters, so that name and version always decide alike
 * @param state what it is used for
 * @param description for people
 * @param parameters what differs from the policy that the router was shipped with, in the form of
 *     {@code routing-policy.yaml}, section {@code policy}
 * @param publishedAt when
 */
public record PolicyPublished(
        String name, int version, State state, String description, JsonNode parameters, Instant publishedAt) {

    /** What a policy is used for. */
    public enum State {
        /** It decides. At most one is active; without one the shipped policy decides. */
        ACTIVE,
        /** It runs beside the active one without effect and is compared. */
        SHADOW,
        /** It is only kept. */
        DRAFT
    }

    /** Name and version, {@code careful@3}, as decisions name it. */
    public String label() {
        return name + "@" + version;
    }
}
