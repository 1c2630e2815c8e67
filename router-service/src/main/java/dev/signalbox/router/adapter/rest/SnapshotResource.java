package dev.signalbox.router.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.router.app.SnapshotProgress;
import dev.signalbox.router.app.Snapshots;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.domain.TaskAnalyser;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What decisions are made from at the moment. */
@Path("/internal/snapshot")
public class SnapshotResource {

    private final Snapshots snapshots;
    private final SnapshotProgress progress;
    private final Pricing pricing;
    private final PolicyParameters policy;
    private final TaskAnalyser analyser;

    public SnapshotResource(
            Snapshots snapshots,
            SnapshotProgress progress,
            Pricing pricing,
            PolicyParameters policy,
            TaskAnalyser analyser) {
        this.snapshots = snapshots;
        this.progress = progress;
        this.pricing = pricing;
        this.policy = policy;
        this.analyser = analyser;
    }

    /**
     * The answer.
     *
     * @param completeSince when it had been read; absent before
     */
    public record View(
            @Nullable Instant completeSince,
            Collection<BackendAnnounced> backends,
            List<Agent> agents,
            Collection<RouteStatistics> statistics,
            String analyser,
            PolicyParameters policy,
            Pricing pricing) {}

    /** An agent without its prompt. */
    public record Agent(
            AgentId agentId,
            int version,
            String role,
            List<String> skills,
            @Nullable String model) {

        static Agent of(AgentDeployed agent) {
            return new Agent(agent.agentId(), agent.version(), agent.role(), agent.skills(), agent.model());
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Backends, agents, statistics, prices and policy that decisions are made from")
    public View snapshot() {
        Snapshot snapshot = snapshots.current();
        return new View(
                progress.completeSince(),
                snapshot.backends().values(),
                snapshot.agents().values().stream().map(Agent::of).toList(),
                snapshot.statistics().values(),
                analyser.version(),
                policy,
                pricing);
    }
}
