package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.AgentId;
import org.jspecify.annotations.Nullable;

/**
 * An agent that could become active.
 *
 * @param model what it uses; absent where the router chooses
 * @param estimatedGib memory that it is expected to need
 * @param cpus that it is expected to need
 * @param place of its sandbox; absent where it needs none
 * @param problem why it cannot work now; absent when it can
 */
public record Recruit(
        String role,
        AgentId agentId,
        @Nullable String model,
        double estimatedGib,
        double cpus,
        @Nullable Place place,
        @Nullable String problem) {}
