package dev.signalbox.contracts.route;

import dev.signalbox.contracts.AgentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who could work on a task.
 *
 * @param matches the best first
 * @param proposal an agent to make, where none of them covers the task well enough
 */
public record AgentMatches(List<Match> matches, @Nullable AgentProposal proposal) {

    /**
     * An agent that could.
     *
     * @param agent which
     * @param version of it
     * @param name for people
     * @param score probability that it is the right one, 0 to 1
     * @param missingSkills required skills that it does not have
     */
    public record Match(AgentId agent, int version, String name, double score, List<String> missingSkills) {
        public Match {
            missingSkills = List.copyOf(missingSkills);
        }
    }

    public AgentMatches {
        matches = List.copyOf(matches);
    }
}
