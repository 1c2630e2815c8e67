package dev.signalbox.registry.app;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.Announcement;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where agents are kept. What has to be announced is stored in the transaction of the change. */
public interface Agents {

    /** The agent at the given version, or at its newest; empty when there is none. */
    Uni<Optional<Agent>> find(AgentId id, @Nullable Integer version);

    /** A page of agents; each at its deployed version when deployed ones are asked for, else at its newest. */
    Uni<Page<Agent>> list(AgentQuery query);

    /**
     * Stores a new agent with its first version.
     *
     * @throws Refused (as failure) with {@code CONFLICT} when there is one of this name
     */
    Uni<Agent> create(Agent agent, List<Announcement> announcements);

    /**
     * Stores a change, and the version that the agent is seen at when it is new.
     *
     * @param before what the change was made from
     * @throws Refused (as failure) with {@code CONFLICT} when the agent is no longer as it was before
     */
    Uni<Agent> save(Agent before, Agent after, List<Announcement> announcements);

    /** The agent at every version, newest first; empty when there is none. */
    Uni<List<Agent>> versions(AgentId id);

    /**
     * Announces something of an agent that does not change it.
     *
     * @throws Refused (as failure) with {@code CONFLICT} when the agent is no longer as it was seen
     */
    Uni<Void> announce(Agent seen, List<Announcement> announcements);

    /** Agents that are not retired and name the skill at their newest version, or at the one on duty or on trial. */
    Uni<List<AgentId>> using(String skill);
}
