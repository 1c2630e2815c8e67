package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.route.TeamRecommendation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who comes into question for a task, found before the policy decides.
 *
 * @param deployed how many agents there are
 * @param options those that fit, the best first; the one that the client named when it named one
 * @param known ids of deployed agents, to tell a client that named none of them
 * @param uncoveredSkills required skills that no deployed agent has
 * @param fitsFrom score from which an agent covers a task well enough; 0 where nothing is proposed
 * @param team who should work on it together; absent where nobody is recommended
 */
public record AgentShortlist(
        int deployed,
        List<Option> options,
        List<AgentId> known,
        List<String> uncoveredSkills,
        double fitsFrom,
        @Nullable TeamRecommendation team) {

    /** For tasks that need no agent. */
    public static final AgentShortlist NOT_NEEDED = new AgentShortlist(0, List.of(), List.of(), List.of(), 0, null);

    /**
     * An agent that fits.
     *
     * @param agent which
     * @param version of the agent
     * @param model its model, an alias or full id
     * @param missingSkills required skills that it does not have
     * @param score probability that it is the right one; 1 where the client named it
     */
    public record Option(
            AgentId agent, int version, @Nullable String model, List<String> missingSkills, double score) {

        public Option {
            missingSkills = List.copyOf(missingSkills);
        }
    }

    public AgentShortlist {
        options = List.copyOf(options);
        known = List.copyOf(known);
        uncoveredSkills = List.copyOf(uncoveredSkills);
    }

    /** Whether no agent covers the task well enough. */
    public boolean nothingFits() {
        return fitsFrom > 0 && (options.isEmpty() || options.getFirst().score() < fitsFrom);
    }

    /** With a team. */
    public AgentShortlist with(@Nullable TeamRecommendation recommended) {
        return new AgentShortlist(deployed, options, known, uncoveredSkills, fitsFrom, recommended);
    }
}
