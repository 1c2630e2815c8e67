package dev.signalbox.registry.app;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentLife;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Announcement;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Creates agents, gives them further versions, puts them on duty and withdraws them. */
@ApplicationScoped
public class ManageAgents {

    private final Agents agents;
    private final Relay relay;
    private final Clock clock;

    public ManageAgents(Agents agents, Relay relay, Clock clock) {
        this.agents = agents;
        this.relay = relay;
        this.clock = clock;
    }

    /** A draft. */
    public Uni<Agent> create(AgentId id, AgentSpec spec, @Nullable String template) {
        return agents.create(Agent.create(id, spec, template, clock.instant()), List.of());
    }

    /** The agent, at the given or its newest version. */
    public Uni<Agent> read(AgentId id, @Nullable Integer version) {
        return agents.find(id, version)
                .map(found -> found.orElseThrow(() -> new Refused(
                        ProblemType.NOT_FOUND,
                        "there is no agent " + id + (version == null ? "" : " with a version " + version))));
    }

    public Uni<Page<Agent>> list(AgentQuery query) {
        return agents.list(query);
    }

    /**
     * One more version; what is on duty stays on duty.
     *
     * @param guard fails when the client knows another state of the agent
     */
    public Uni<Agent> revise(AgentId id, AgentSpec spec, Consumer<Agent> guard) {
        return read(id, null)
                .invoke(guard)
                .chain(before -> agents.save(before, before.revise(spec, clock.instant()), List.of()));
    }

    /**
     * Puts a version on duty in place of whichever was.
     *
     * @param version the newest when absent
     */
    public Uni<Agent> deploy(
            AgentId id, @Nullable Integer version, @Nullable String traceparent, Consumer<Agent> guard) {
        return read(id, version).invoke(guard).chain(before -> deploy(before, traceparent));
    }

    private Uni<Agent> deploy(Agent before, @Nullable String traceparent) {
        Integer onDuty = before.life().deployedVersion();
        if (onDuty != null && onDuty == before.version()) {
            return Uni.createFrom().item(before);
        }
        Instant now = clock.instant();
        Agent after = before.with(before.life().deployed(before.version()), now);
        return agents.save(before, after, List.of(Announcement.deployed(after, traceparent, now)))
                .invoke(relay::wake);
    }

    /** Withdraws the agent. */
    public Uni<Agent> retire(AgentId id, @Nullable String traceparent, Consumer<Agent> guard) {
        return read(id, null).invoke(guard).chain(before -> retire(before, traceparent));
    }

    private Uni<Agent> retire(Agent before, @Nullable String traceparent) {
        Instant now = clock.instant();
        return switch (before.life()) {
            case AgentLife.Draft draft -> agents.save(before, before.with(draft.retired(), now), List.of());
            case AgentLife.Deployed deployed -> {
                Agent after = before.with(deployed.retired(), now);
                yield agents.save(before, after, List.of(Announcement.retired(after, traceparent, now)))
                        .invoke(relay::wake);
            }
            case AgentLife.Retired _ -> Uni.createFrom().item(before);
        };
    }
}
