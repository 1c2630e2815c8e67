package dev.signalbox.contracts.route;

import java.util.List;

/**
 * An agent that should be made because none that is deployed covers the task well enough. A person approves it.
 *
 * @param role what it would be in a team
 * @param name for people
 * @param skills names of the skills that it needs
 * @param tools names of the tools that it would use
 * @param systemPrompt what its model would be told first
 * @param model alias or full id
 * @param because why it is proposed
 */
public record AgentProposal(
        String role,
        String name,
        List<String> skills,
        List<String> tools,
        String systemPrompt,
        String model,
        String because) {
    public AgentProposal {
        skills = List.copyOf(skills);
        tools = List.copyOf(tools);
    }
}
