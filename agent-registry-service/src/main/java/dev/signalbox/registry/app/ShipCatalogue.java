package dev.signalbox.registry.app;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.registry.app.workbench.ComposeAnnouncement;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentLife;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Announcement;
import dev.signalbox.registry.domain.Catalogue;
import dev.signalbox.registry.domain.Catalogue.Shipped;
import dev.signalbox.registry.domain.Entry;
import dev.signalbox.registry.domain.SkillSpec;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings what the product ships into the store: what is missing is added (and agents deployed), an older edition that
 * nobody changed is succeeded by the new one, everything else is left alone. Doing it twice changes nothing.
 */
@ApplicationScoped
public class ShipCatalogue {

    private final Agents agents;
    private final Entries<SkillSpec> skills;
    private final Entries<AgentSpec> templates;
    private final ComposeAnnouncement compose;
    private final Clock clock;

    public ShipCatalogue(
            Agents agents,
            Entries<SkillSpec> skills,
            Entries<AgentSpec> templates,
            ComposeAnnouncement compose,
            Clock clock) {
        this.agents = agents;
        this.skills = skills;
        this.templates = templates;
        this.compose = compose;
        this.clock = clock;
    }

    /** Ships; gives the number of things that were added or succeeded. */
    public Uni<Integer> ship(Catalogue catalogue) {
        AtomicInteger changes = new AtomicInteger();
        return shipEntries(skills, catalogue.skills(), changes)
                .chain(() -> shipEntries(templates, catalogue.templates(), changes))
                .chain(() -> shipAgents(catalogue.agents(), changes))
                .map(_ -> changes.get());
    }

    private <S> Uni<Void> shipEntries(Entries<S> store, Map<String, Shipped<S>> shipped, AtomicInteger changes) {
        return each(
                shipped, changes, (id, item) -> store.find(id, null).chain(found -> shipEntry(store, id, item, found)));
    }

    private <S> Uni<Boolean> shipEntry(Entries<S> store, String id, Shipped<S> item, Optional<Entry<S>> found) {
        if (found.isEmpty()) {
            return store.create(Entry.ship(id, item.spec(), item.revision(), clock.instant()))
                    .map(_ -> true);
        }
        Integer edition = found.get().catalogueRevision();
        if (edition == null || edition >= item.revision()) {
            return Uni.createFrom().item(false);
        }
        return store.append(found.get().reship(item.spec(), item.revision(), clock.instant()))
                .map(_ -> true);
    }

    private Uni<Void> shipAgents(Map<String, Shipped<AgentSpec>> shipped, AtomicInteger changes) {
        return each(
                shipped,
                changes,
                (id, item) ->
                        agents.find(new AgentId(id), null).chain(found -> shipAgent(new AgentId(id), item, found)));
    }

    private Uni<Boolean> shipAgent(AgentId id, Shipped<AgentSpec> item, Optional<Agent> found) {
        Instant now = clock.instant();
        if (found.isEmpty()) {
            Agent agent = Agent.ship(id, item.spec(), item.revision(), now);
            return agents.create(agent, List.of(Announcement.deployed(agent.announcement(now), null, now)))
                    .map(_ -> true);
        }
        Integer edition = found.get().catalogueRevision();
        if (edition == null || edition >= item.revision()) {
            return Uni.createFrom().item(false);
        }
        Agent after = found.get().reship(item.spec(), item.revision(), now);
        return announced(after, now)
                .chain(announcements -> agents.save(found.get(), after, announcements))
                .map(_ -> true);
    }

    private Uni<List<Announcement>> announced(Agent agent, Instant now) {
        return agent.life() instanceof AgentLife.Deployed
                ? compose.of(agent, now).map(body -> List.of(Announcement.deployed(body, null, now)))
                : Uni.createFrom().item(List.of());
    }

    private interface Shipment<S> {
        Uni<Boolean> ship(String id, Shipped<S> item);
    }

    /** One after the other; another instance that ships the same at the same time wins a conflict, which is no fault. */
    private static <S> Uni<Void> each(Map<String, Shipped<S>> shipped, AtomicInteger changes, Shipment<S> shipment) {
        return Multi.createFrom()
                .iterable(shipped.entrySet())
                .onItem()
                .transformToUniAndConcatenate(item -> shipment.ship(item.getKey(), item.getValue())
                        .onFailure(Refused.class)
                        .recoverWithItem(false))
                .invoke(changed -> changes.addAndGet(changed ? 1 : 0))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
