package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the agents for a task: those that have every required skill, the best by text first. A task without text gets the
 * more specialised first.
 */
public final class AgentMatcher {

    /** How many names are listed to a client that named an agent that does not exist. */
    private static final int NAMES = 20;

    private AgentMatcher() {}

    /** Makes the vector of a task's text, when one is wanted. */
    @FunctionalInterface
    public interface QueryVector {

        /** No model. */
        QueryVector NONE = text -> null;

        float @Nullable [] of(String text);
    }

    /**
     * The agents for a task.
     *
     * @param request its features
     * @param needsAgent whether it needs one
     * @param text what is asked for
     * @param index the catalogue
     * @param settings how many, and when vectors are used
     * @param vector makes one
     */
    public static AgentShortlist shortlist(
            RequestFeatures request,
            boolean needsAgent,
            @Nullable String text,
            AgentIndex index,
            AgentSettings settings,
            QueryVector vector) {
        AgentId named = request.agent();
        if (named == null && !needsAgent) {
            return AgentShortlist.NOT_NEEDED;
        }
        if (named != null) {
            return index.agents().stream()
                    .filter(agent -> agent.agentId().equals(named))
                    .findFirst()
                    .map(agent -> new AgentShortlist(
                            index.size(),
                            List.of(option(agent, request.requiredSkills(), 1)),
                            List.of(),
                            List.of(),
                            0,
                            null))
                    .orElseGet(() -> unknown(index));
        }
        List<String> required = request.requiredSkills();
        List<AgentShortlist.Option> options = new ArrayList<>(settings.shortlist());
        for (AgentIndex.Hit hit : fitting(required, text, index, settings, vector)) {
            options.add(option(hit.agent(), required, hit.score()));
        }
        return new AgentShortlist(
                index.size(),
                options,
                List.of(),
                options.isEmpty() ? uncovered(required, index) : List.of(),
                settings.fitsFrom(),
                null);
    }

    private static List<AgentIndex.Hit> fitting(
            List<String> required,
            @Nullable String text,
            AgentIndex index,
            AgentSettings settings,
            QueryVector vector) {
        Predicate<AgentDeployed> eligible = required.isEmpty()
                ? agent -> true
                : agent -> missing(agent, required).isEmpty();
        if (text == null || text.isBlank()) {
            return specialised(index, eligible, settings.shortlist());
        }
        boolean possible = index.hasVectors() && settings.embedding() != AgentSettings.Embedding.NEVER;
        if (possible && settings.embedding() == AgentSettings.Embedding.ALWAYS) {
            return index.rank(text, vector.of(text), settings.shortlist(), eligible);
        }
        List<AgentIndex.Hit> byWords = index.rank(text, null, settings.shortlist(), eligible);
        boolean sure = byWords.size() < 2 || byWords.getFirst().score() >= settings.sureFrom();
        if (sure || !possible) {
            return byWords;
        }
        float[] made = vector.of(text);
        return made == null ? byWords : index.rank(text, made, settings.shortlist(), eligible);
    }

    /** Without a text nothing tells them apart but how much else they do. */
    private static List<AgentIndex.Hit> specialised(
            AgentIndex index, Predicate<AgentDeployed> eligible, int shortlist) {
        return index.agents().stream()
                .filter(eligible)
                .sorted(Comparator.comparingInt(
                                (AgentDeployed agent) -> agent.skills().size())
                        .thenComparing(agent -> agent.agentId().value()))
                .limit(shortlist)
                .map(agent -> new AgentIndex.Hit(agent, 1))
                .toList();
    }

    private static AgentShortlist unknown(AgentIndex index) {
        List<AgentId> known =
                index.agents().stream().map(AgentDeployed::agentId).limit(NAMES).toList();
        return new AgentShortlist(index.size(), List.of(), known, List.of(), 0, null);
    }

    private static AgentShortlist.Option option(AgentDeployed agent, List<String> required, double score) {
        return new AgentShortlist.Option(
                agent.agentId(),
                agent.version(),
                agent.model(),
                missing(agent, required),
                Math.rint(score * 1000) / 1000);
    }

    private static List<String> missing(AgentDeployed agent, List<String> required) {
        List<String> missing = new ArrayList<>();
        for (String skill : required) {
            if (!has(agent, skill)) {
                missing.add(skill);
            }
        }
        return missing;
    }

    private static List<String> uncovered(List<String> required, AgentIndex index) {
        return required.stream()
                .filter(skill -> index.agents().stream().noneMatch(agent -> has(agent, skill)))
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
