package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.ExecutionRequested;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The agents that one attempt knows: those that exist for its task only, before those that are deployed. */
final class AttemptAgents {

    private static final System.Logger LOG = System.getLogger(AttemptAgents.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ExecutionRequested request;
    private final DeployedAgents deployed;

    /**
     * Who works.
     *
     * @param agent the specification
     * @param instead what is said when it is another version than the route names
     */
    record Found(AgentDeployed agent, @Nullable String instead) {}

    AttemptAgents(ExecutionRequested request, DeployedAgents deployed) {
        this.request = request;
        this.deployed = deployed;
    }

    /** As it is now. */
    Optional<AgentDeployed> find(AgentId id) {
        return ofTask(id).or(() -> deployed.find(id));
    }

    private Optional<AgentDeployed> ofTask(AgentId id) {
        return request.agents().stream()
                .filter(agent -> agent.agentId().equals(id))
                .findFirst();
    }

    /** All ids, sorted. */
    List<String> ids() {
        TreeSet<String> ids = new TreeSet<>(deployed.ids());
        request.agents().forEach(agent -> ids.add(agent.agentId().value()));
        return List.copyOf(ids);
    }

    /** The route's agent in the route's version; what was deployed a moment ago may still be on its way. */
    Optional<Found> routed(AgentId id, Supervised supervised) throws Supervised.Left, InterruptedException {
        Optional<AgentDeployed> own = ofTask(id);
        if (own.isPresent()) {
            return own.map(agent -> new Found(agent, null));
        }
        Integer version = request.route().agentVersion();
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<AgentDeployed> agent = deployed.find(id, version);
        while (agent.isEmpty() && mayStillCome(id, version) && System.nanoTime() < end) {
            supervised.sleep(LOOK);
            agent = deployed.find(id, version);
        }
        if (agent.isPresent()) {
            return agent.map(found -> new Found(found, null));
        }
        return deployed.find(id).map(other -> {
            String instead = "Version " + version + " of " + id + " is not here; version " + other.version()
                    + ", which is deployed, works instead.";
            LOG.log(System.Logger.Level.WARNING, "{0} taskId={1}", instead, request.taskId());
            return new Found(other, instead);
        });
    }

    /** An earlier version than the deployed one will not come again. */
    private boolean mayStillCome(AgentId id, @Nullable Integer version) {
        return version == null
                || deployed.find(id).map(known -> known.version() < version).orElse(true);
    }
}
