package dev.signalbox.router.domain;

import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.RouteStatistics;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the router knows of the world: the compacted topics as maps. Immutable; a change makes a new one, so that a
 * decision sees one state throughout.
 *
 * @param backends by name
 * @param agents by id
 * @param statistics by route class
 * @param policies by name
 */
public record Snapshot(
        Map<String, BackendAnnounced> backends,
        Map<String, AgentDeployed> agents,
        NavigableMap<String, RouteStatistics> statistics,
        Map<String, PolicyPublished> policies) {

    public static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), new TreeMap<>());

    public Snapshot {
        backends = Collections.unmodifiableMap(new TreeMap<>(backends));
        agents = Collections.unmodifiableMap(new TreeMap<>(agents));
        statistics = Collections.unmodifiableNavigableMap(new TreeMap<>(statistics));
        policies = Collections.unmodifiableMap(new TreeMap<>(policies));
    }

    /** Without named policies: the router's own decides. */
    public Snapshot(
            Map<String, BackendAnnounced> backends,
            Map<String, AgentDeployed> agents,
            NavigableMap<String, RouteStatistics> statistics) {
        this(backends, agents, statistics, Map.of());
    }

    /** Statistics of all classes of a kind of task. */
    public List<RouteStatistics> statisticsOf(String taskClass) {
        // Everything that begins with the class and a slash; '0' follows '/' in order.
        return List.copyOf(statistics.subMap(taskClass + "/", taskClass + "0").values());
    }
}
