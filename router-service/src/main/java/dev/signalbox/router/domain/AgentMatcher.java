package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the agents for a task: those that have every required skill, the more specialised first. A ranking by text
 * takes this place later.
 */
public final class AgentMatcher {

    /** How many agents a decision weighs. */
    private static final int SHORTLIST = 3;

    /** How many names are listed to a client that named an agent that does not exist. */
    private static final int NAMES = 20;

    private AgentMatcher() {}

    /** The agents for the features of a task. */
    public static AgentShortlist shortlist(
            RequestFeatures request, boolean needsAgent, Collection<AgentDeployed> agents) {
        AgentId named = request.agent();
        if (named == null && !needsAgent) {
            return AgentShortlist.NOT_NEEDED;
        }
        if (named != null) {
            return agents.stream()
                    .filter(agent -> agent.agentId().equals(named))
                    .findFirst()
                    .map(agent -> new AgentShortlist(
                            agents.size(), List.of(option(agent, request.requiredSkills())), List.of(), List.of()))
                    .orElseGet(() -> unknown(agents));
        }
        List<AgentShortlist.Option> fitting = agents.stream()
                .sorted(Comparator.comparingInt(
                                (AgentDeployed agent) -> agent.skills().size())
                        .thenComparing(agent -> agent.agentId().value()))
                .map(agent -> option(agent, request.requiredSkills()))
                .filter(option -> option.missingSkills().isEmpty())
                .limit(SHORTLIST)
                .toList();
        return new AgentShortlist(
                agents.size(), fitting, List.of(), fitting.isEmpty() ? uncovered(request, agents) : List.of());
    }

    private static AgentShortlist unknown(Collection<AgentDeployed> agents) {
        List<AgentId> known = agents.stream()
                .map(AgentDeployed::agentId)
                .sorted(Comparator.comparing(AgentId::value))
                .limit(NAMES)
                .toList();
        return new AgentShortlist(agents.size(), List.of(), known, List.of());
    }

    private static AgentShortlist.Option option(AgentDeployed agent, List<String> required) {
        List<String> missing = new ArrayList<>();
        for (String skill : required) {
            if (!has(agent, skill)) {
                missing.add(skill);
            }
        }
        return new AgentShortlist.Option(agent.agentId(), agent.version(), agent.model(), missing);
    }

    private static List<String> uncovered(RequestFeatures request, Collection<AgentDeployed> agents) {
        return request.requiredSkills().stream()
                .filter(skill -> agents.stream().noneMatch(agent -> has(agent, skill)))
                .toList();
    }

    private static boolean has(AgentDeployed agent, @Nullable String skill) {
        return skill != null
                && agent.skills().stream().anyMatch(offered -> normal(offered).equals(normal(skill)));
    }

    /** {@code API Design}, {@code api-design} and {@code api_design} are the same skill. */
    private static String normal(String skill) {
        return skill.strip().toLowerCase(Locale.ROOT).replace('-', ' ').replace('_', ' ');
    }
}
