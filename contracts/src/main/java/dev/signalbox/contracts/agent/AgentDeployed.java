package dev.signalbox.contracts.agent;

import dev.signalbox.contracts.AgentId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of an agent can be routed to. On {@code agents} (compacted), keyed by agent; a tombstone withdraws it.
 *
 * @param agentId the agent across versions
 * @param version counts up from 1
 * @param name for people
 * @param role what it is in a team
 * @param description what it is good for
 * @param skills names of its skills
 * @param tools names of the tools it may use
 * @param systemPrompt what the model is told first
 * @param model alias or full id
 * @param configuration further settings
 * @param deployedAt when
 * @param evidence how this version has done so far; absent before it was counted
 * @param canary a newer version that gets a share of the tasks; absent where there is none
 */
public record AgentDeployed(
        AgentId agentId,
        int version,
        String name,
        String role,
        String description,
        List<String> skills,
        List<String> tools,
        String systemPrompt,
        @Nullable String model,
        Map<String, String> configuration,
        Instant deployedAt,
        @Nullable AgentEvidence evidence,
        @Nullable Canary canary) {

    /**
     * A version on trial.
     *
     * @param share of the tasks that it gets, 0 to 1, as long as there is too little evidence to prefer one of the two
     * @param minimumRuns evidence that is asked for before the better of the two is preferred
     * @param version the version
     * @param name as in {@link AgentDeployed}, like the components after it
     */
    public record Canary(
            double share,
            int minimumRuns,
            int version,
            String name,
            String role,
            String description,
            List<String> skills,
            List<String> tools,
            String systemPrompt,
            @Nullable String model,
            Map<String, String> configuration,
            Instant deployedAt,
            @Nullable AgentEvidence evidence) {

        @SuppressWarnings("NullAway") // absent in JSON arrives as null
        public Canary {
            skills = skills == null ? List.of() : List.copyOf(skills);
            tools = tools == null ? List.of() : List.copyOf(tools);
            configuration = configuration == null ? Map.of() : Map.copyOf(configuration);
        }

        /** On trial. */
        public static Canary of(AgentDeployed agent, double share, int minimumRuns) {
            return new Canary(
                    share,
                    minimumRuns,
                    agent.version(),
                    agent.name(),
                    agent.role(),
                    agent.description(),
                    agent.skills(),
                    agent.tools(),
                    agent.systemPrompt(),
                    agent.model(),
                    agent.configuration(),
                    agent.deployedAt(),
                    agent.evidence());
        }

        AgentDeployed of(AgentId agentId) {
            return new AgentDeployed(
                    agentId,
                    version,
                    name,
                    role,
                    description,
                    skills,
                    tools,
                    systemPrompt,
                    model,
                    configuration,
                    deployedAt,
                    evidence,
                    null);
        }
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentDeployed {
        skills = skills == null ? List.of() : List.copyOf(skills);
        tools = tools == null ? List.of() : List.copyOf(tools);
        configuration = configuration == null ? Map.of() : Map.copyOf(configuration);
    }

    /** A version without evidence or canary. */
    public AgentDeployed(
            AgentId agentId,
            int version,
            String name,
            String role,
            String description,
            List<String> skills,
            List<String> tools,
            String systemPrompt,
            @Nullable String model,
            Map<String, String> configuration,
            Instant deployedAt) {
        this(
                agentId,
                version,
                name,
                role,
                description,
                skills,
                tools,
                systemPrompt,
                model,
                configuration,
                deployedAt,
                null,
                null);
    }

    /** This version, or its canary where that is wanted. */
    public AgentDeployed at(@Nullable Integer wanted) {
        return wanted != null && canary != null && canary.version() == wanted ? canary.of(agentId) : this;
    }
}
