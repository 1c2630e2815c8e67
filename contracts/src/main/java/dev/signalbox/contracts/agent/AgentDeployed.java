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
        Instant deployedAt) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentDeployed {
        skills = skills == null ? List.of() : List.copyOf(skills);
        tools = tools == null ? List.of() : List.copyOf(tools);
        configuration = configuration == null ? Map.of() : Map.copyOf(configuration);
    }
}
