package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentEnvironment;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentStatus;
import dev.signalbox.registry.domain.AgentTest;
import dev.signalbox.registry.domain.Origin;
import dev.signalbox.registry.domain.Trial;
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
 * @param systemPrompt left out in lists, like the program and the tests
 * @param previousVersion what a roll-back goes back to
 * @param canary the version on trial
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
        Instant updatedAt,
        @Nullable String emoji,
        @Nullable CodeSnippet codeTemplate,
        AgentEnvironment environment,
        List<AgentTest> tests,
        @Nullable String createdBy,
        Instant versionCreatedAt,
        @Nullable Integer previousVersion,
        @Nullable Trial canary) {

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
                agent.updatedAt(),
                spec.emoji(),
                systemPrompt == null ? null : spec.codeTemplate(),
                spec.environment(),
                systemPrompt == null ? List.of() : spec.tests(),
                agent.createdBy(),
                agent.versionCreatedAt(),
                agent.previousVersion(),
                agent.canary());
    }

    /**
     * A page of agents.
     *
     * @param next cursor of the next page; absent on the last
     */
    @Schema(name = "AgentPage")
    record AgentPage(List<AgentView> agents, @Nullable String next) {}
}
