package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** The agents for a task, of those that are deployed. */
    public static AgentShortlist shortlist(
            RequestFeatures request,
            boolean needsAgent,
            @Nullable String text,
            AgentIndex index,
            AgentSettings settings,
            QueryVector vector) {
        return shortlist(request, needsAgent, text, TaskAgents.ANY, index, settings, vector);
    }

    /**
     * The agents for a task.
     *
     * @param request its features
     * @param needsAgent whether it needs one
     * @param text what is asked for
     * @param agents its own agents, and which ones may work on it
     * @param deployed the catalogue
     * @param settings how many, and when vectors are used
     * @param vector makes one
     */
    public static AgentShortlist shortlist(
            RequestFeatures request,
            boolean needsAgent,
            @Nullable String text,
            TaskAgents agents,
            AgentIndex deployed,
            AgentSettings settings,
            QueryVector vector) {
        AgentId named = request.agent();
        if (named == null && !needsAgent) {
            return AgentShortlist.NOT_NEEDED;
        }
        AgentIndex index = pool(agents, deployed);
        Predicate<AgentDeployed> allowed = agents.among().isEmpty()
                ? agent -> true
                : agent -> agents.among().contains(agent.agentId());
        List<String> required = request.requiredSkills();
        if (named != null) {
            return index.agents().stream()
                    .filter(agent -> agent.agentId().equals(named) && allowed.test(agent))
                    .findFirst()
                    .map(agent -> new AgentShortlist(
                            index.size(),
                            List.of(option(agent, required, 1, agents.seed())),
                            List.of(),
                            List.of(),
                            0,
                            0,
                            agents.among(),
                            null))
                    .orElseGet(() -> unknown(index, agents.among()));
        }
        List<AgentDeployed> pool = index.agents().stream().filter(allowed).toList();
        boolean only = agents.among().size() == 1 && pool.size() == 1;
        List<AgentShortlist.Option> options = new ArrayList<>(settings.shortlist());
        for (AgentIndex.Hit hit : fitting(required, allowed, text, index, settings, vector)) {
            options.add(option(hit.agent(), required, only ? 1 : hit.score(), agents.seed()));
        }
        return new AgentShortlist(
                pool.size(),
                options,
                List.of(),
                options.isEmpty() ? uncovered(required, pool) : List.of(),
                settings.fitsFrom(),
                settings.askBelow(),
                agents.among(),
                null);
    }

    /**
     * Who could work on a task: those with every required skill, the best first, and after them those that lack some.
     *
     * @param settings how many
     */
    public static AgentShortlist matches(
            RequestFeatures request,
            @Nullable String text,
            AgentIndex index,
            AgentSettings settings,
            QueryVector vector) {
        List<String> required = request.requiredSkills();
        AgentShortlist fitting = shortlist(request, true, text, index, settings, vector);
        if (required.isEmpty() || fitting.options().size() >= settings.shortlist()) {
            return fitting;
        }
        List<AgentShortlist.Option> options = new ArrayList<>(fitting.options());
        Predicate<AgentDeployed> lacking = agent -> !missing(agent, required).isEmpty();
        for (AgentIndex.Hit hit : fitting(List.of(), lacking, text, index, settings, vector)) {
            if (options.size() < settings.shortlist()) {
                options.add(option(hit.agent(), required, hit.score(), ""));
            }
        }
        return new AgentShortlist(
                fitting.deployed(),
                options,
                List.of(),
                fitting.uncoveredSkills(),
                fitting.fitsFrom(),
                fitting.askBelow(),
                List.of(),
                null);
    }

    /**
     * The catalogue with the task's own agents, which come before deployed ones of the same name. Where a few are the only
     * ones that may work on it, an index of these; otherwise one is made for the task, by words alone.
     */
    private static AgentIndex pool(TaskAgents agents, AgentIndex deployed) {
        List<AgentDeployed> own = agents.own();
        if (own.isEmpty()) {
            return deployed;
        }
        Map<AgentId, AgentDeployed> pool = new LinkedHashMap<>();
        for (AgentDeployed agent : deployed.agents()) {
            if (agents.among().isEmpty() || agents.among().contains(agent.agentId())) {
                pool.put(agent.agentId(), agent);
            }
        }
        own.forEach(agent -> pool.put(agent.agentId(), agent));
        return AgentIndex.of(pool.values());
    }

    private static List<AgentIndex.Hit> fitting(
            List<String> required,
            Predicate<AgentDeployed> allowed,
            @Nullable String text,
            AgentIndex index,
            AgentSettings settings,
            QueryVector vector) {
        Predicate<AgentDeployed> eligible = required.isEmpty()
                ? allowed
                : allowed.and(agent -> missing(agent, required).isEmpty());
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

    private static AgentShortlist unknown(AgentIndex index, List<AgentId> among) {
        List<AgentId> known =
                index.agents().stream().map(AgentDeployed::agentId).limit(NAMES).toList();
        return new AgentShortlist(index.size(), List.of(), known, List.of(), 0, 0, among, null);
    }

    /** The version that the task gets; a canary that lacks a required skill which the deployed one has is none. */
    private static AgentShortlist.Option option(AgentDeployed agent, List<String> required, double score, String seed) {
        AgentVersions.Chosen chosen = AgentVersions.choose(agent, seed);
        if (missing(chosen.agent(), required).size() > missing(agent, required).size()) {
            chosen = new AgentVersions.Chosen(agent, null);
        }
        return new AgentShortlist.Option(
                agent.agentId(),
                chosen.agent().version(),
                chosen.agent().model(),
                missing(chosen.agent(), required),
                Math.rint(score * 1000) / 1000,
                chosen.because());
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

    private static List<String> uncovered(List<String> required, List<AgentDeployed> pool) {
        return required.stream()
                .filter(skill -> pool.stream().noneMatch(agent -> has(agent, skill)))
                .toList();
    }

    private static boolean has(AgentDeployed agent, @Nullable String skill) {
        return skill != null
                && agent.skills().stream().anyMatch(offered -> normal(offered).equals(normal(skill)));
    }

    /** {@code API Design}, {@code api-design} and {@code api_design} are the same skill. */
    static String normal(String skill) {
        return skill.strip().toLowerCase(Locale.ROOT).replace('-', ' ').replace('_', ' ');
    }
}
