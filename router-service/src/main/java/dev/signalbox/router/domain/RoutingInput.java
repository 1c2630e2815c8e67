package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskProfile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision is derived from. It is published with the decision; read back from that JSON and given
 * to the same version of the policy it gives the same decision, byte for byte.
 *
 * @param request features of the request
 * @param profile what the analyser found
 * @param analyser version of the analyser that made the profile
 * @param backends as announced, sorted by name
 * @param agents that come into question
 * @param statistics of the route classes that the task could take
 * @param pricing the price list
 * @param policy its parameters
 * @param now the time of the decision: when Kafka got the request, so that reading it again changes nothing
 * @param seed what chance is drawn from, where a policy explores: the task's identifier
 */
public record RoutingInput(
        RequestFeatures request,
        TaskProfile profile,
        String analyser,
        List<BackendAnnounced> backends,
        AgentShortlist agents,
        List<RouteStatistics> statistics,
        Pricing pricing,
        PolicyParameters policy,
        Instant now,
        String seed) {

    public RoutingInput {
        backends = backends.stream()
                .sorted(Comparator.comparing(BackendAnnounced::backend))
                .toList();
        statistics = List.copyOf(statistics);
    }

    /** The same under another policy. */
    public RoutingInput withPolicy(PolicyParameters other) {
        return new RoutingInput(request, profile, analyser, backends, agents, statistics, pricing, other, now, seed);
    }

    Optional<BackendAnnounced> backend(String name) {
        for (BackendAnnounced backend : backends) {
            if (backend.backend().equals(name)) {
                return Optional.of(backend);
            }
        }
        return Optional.empty();
    }
}
