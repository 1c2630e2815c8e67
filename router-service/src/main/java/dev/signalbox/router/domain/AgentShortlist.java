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
 * @param askBelow score below which the best agent is not taken and a human is asked; 0 for never
 * @param among the only agents that may work on it; any when empty
 * @param team who should work on it together; absent where nobody is recommended
 */
public record AgentShortlist(
        int deployed,
        List<Option> options,
        List<AgentId> known,
        List<String> uncoveredSkills,
        double fitsFrom,
        double askBelow,
        List<AgentId> among,
        @Nullable TeamRecommendation team) {

    /** For tasks that need no agent. */
    public static final AgentShortlist NOT_NEEDED =
            new AgentShortlist(0, List.of(), List.of(), List.of(), 0, 0, List.of(), null);

    /**
     * An agent that fits.
     *
     * @param agent which
     * @param version of the agent
     * @param model its model, an alias or full id
     * @param missingSkills required skills that it does not have
     * @param score probability that it is the right one; 1 where the client named it
     * @param versionBecause why that version, in words; absent where there is only one
     */
    public record Option(
            AgentId agent,
            int version,
            @Nullable String model,
            List<String> missingSkills,
            double score,
            @Nullable String versionBecause) {

        public Option {
            missingSkills = List.copyOf(missingSkills);
        }
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentShortlist {
        among = among == null ? List.of() : List.copyOf(among);
        options = List.copyOf(options);
        known = List.copyOf(known);
        uncoveredSkills = List.copyOf(uncoveredSkills);
    }

    /** Whether no agent covers the task well enough. */
    public boolean nothingFits() {
        return asks()
                || fitsFrom > 0 && (options.isEmpty() || options.getFirst().score() < fitsFrom);
    }

    /** Whether the best one is so unlikely to be the right one that a human is to be asked. */
    public boolean asks() {
        return askBelow > 0 && !options.isEmpty() && options.getFirst().score() < askBelow;
    }

    /** Without those that lack a skill. */
    public AgentShortlist fitting() {
        return new AgentShortlist(
                deployed,
                options.stream()
                        .filter(option -> option.missingSkills().isEmpty())
                        .toList(),
                known,
                uncoveredSkills,
                fitsFrom,
                askBelow,
                among,
                team);
    }

    /** With a team. */
    public AgentShortlist with(@Nullable TeamRecommendation recommended) {
        return new AgentShortlist(deployed, options, known, uncoveredSkills, fitsFrom, askBelow, among, recommended);
    }
}
