package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agents that come into question for a task, found before the policy decides.
 *
 * @param deployed how many agents there are
 * @param options those that fit, the best first; the one that the client named when it named one
 * @param known ids of deployed agents, to tell a client that named none of them
 * @param uncoveredSkills required skills that no deployed agent has
 */
public record AgentShortlist(int deployed, List<Option> options, List<AgentId> known, List<String> uncoveredSkills) {

    /** For tasks that need no agent. */
    public static final AgentShortlist NOT_NEEDED = new AgentShortlist(0, List.of(), List.of(), List.of());

    /**
     * An agent that fits.
     *
     * @param agent which
     * @param version of the agent
     * @param model its model, an alias or full id
     * @param missingSkills required skills that it does not have
     */
    public record Option(
            AgentId agent, int version, @Nullable String model, List<String> missingSkills) {

        public Option {
            missingSkills = List.copyOf(missingSkills);
        }
    }

    public AgentShortlist {
        options = List.copyOf(options);
        known = List.copyOf(known);
        uncoveredSkills = List.copyOf(uncoveredSkills);
    }
}
