package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentStatus;
import dev.signalbox.registry.domain.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An agent as a client sees it, at one of its versions.
 *
 * @param status of the agent, not of the version
 * @param version the version shown
 * @param deployedVersion the version on duty
 * @param systemPrompt left out in lists
 */
@Schema(name = "Agent")
record AgentView(
        AgentId agentId,
        AgentStatus status,
        int version,
        int latestVersion,
        @Nullable Integer deployedVersion,
        String role,
        String name,
        String description,
        List<String> skills,
        List<String> tools,
        @Nullable String systemPrompt,
        @Nullable String model,
        Map<String, String> configuration,
        @Nullable String template,
        Origin origin,
        Instant createdAt,
        Instant updatedAt) {

    static AgentView of(Agent agent) {
        return of(agent, agent.spec().systemPrompt());
    }

    static AgentView inList(Agent agent) {
        return of(agent, null);
    }

    private static AgentView of(Agent agent, @Nullable String systemPrompt) {
        AgentSpec spec = agent.spec();
        return new AgentView(
                agent.id(),
                agent.life().status(),
                agent.version(),
                agent.life().latestVersion(),
                agent.life().deployedVersion(),
                spec.role(),
                spec.name(),
                spec.description(),
                spec.skills(),
                spec.tools(),
                systemPrompt,
                spec.model(),
                spec.configuration(),
                agent.template(),
                agent.origin(),
                agent.createdAt(),
                agent.updatedAt());
    }

    /**
     * A page of agents.
     *
     * @param next cursor of the next page; absent on the last
     */
    @Schema(name = "AgentPage")
    record AgentPage(List<AgentView> agents, @Nullable String next) {}
}
