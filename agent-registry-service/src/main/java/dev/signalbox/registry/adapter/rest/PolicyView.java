package dev.signalbox.registry.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.registry.domain.Policy;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a client sees it, at one of its versions.
 *
 * @param label how decisions name it: {@code careful@3}
 * @param state of the policy, not of the version
 * @param version the version shown
 */
@Schema(name = "Policy")
record PolicyView(
        String name,
        String label,
        PolicyPublished.State state,
        int version,
        int latestVersion,
        String description,
        @Schema(implementation = Object.class) JsonNode parameters,
        Instant createdAt,
        Instant updatedAt) {

    static PolicyView of(Policy policy) {
        return new PolicyView(
                policy.name(),
                policy.name() + "@" + policy.version(),
                policy.state(),
                policy.version(),
                policy.latestVersion(),
                policy.description(),
                policy.parameters(),
                policy.createdAt(),
                policy.updatedAt());
    }

    /** All policies. */
    @Schema(name = "PolicyList")
    record PolicyList(List<PolicyView> policies) {}

    /**
     * What a client sends.
     *
     * @param state draft when absent
     */
    @Schema(name = "PolicyChange")
    record PolicyChange(
            PolicyPublished.@Nullable State state,
            @Nullable String description,
            @Schema(implementation = Object.class) @Nullable JsonNode parameters) {}
}
