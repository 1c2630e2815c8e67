package dev.signalbox.registry.app;

import dev.signalbox.contracts.Topics;
import dev.signalbox.registry.app.workbench.ComposeAnnouncement;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentStatus;
import dev.signalbox.registry.domain.Announcement;
import dev.signalbox.registry.domain.Policy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Announces what is on duty here and unknown to the log: all of it after the log was lost, or after a restore took the
 * log's own view away. What was announced meanwhile by somebody else is announced once more, which changes nothing.
 */
@ApplicationScoped
public class AnnounceMissing {

    private static final int PAGE = 100;

    private final AnnouncedKeys announced;
    private final Agents agents;
    private final Policies policies;
    private final ComposeAnnouncement compose;
    private final Outbox outbox;
    private final Transactions transactions;
    private final Relay relay;
    private final Clock clock;

    public AnnounceMissing(
            AnnouncedKeys announced,
            Agents agents,
            Policies policies,
            ComposeAnnouncement compose,
            Outbox outbox,
            Transactions transactions,
            Relay relay,
            Clock clock) {
        this.announced = announced;
        this.agents = agents;
        this.policies = policies;
        this.compose = compose;
        this.outbox = outbox;
        this.transactions = transactions;
        this.relay = relay;
        this.clock = clock;
    }

    /** Announces it; gives how many agents and policies that were. */
    public Uni<Integer> announce() {
        return announced
                .of(Topics.AGENTS)
                .chain(known -> agents(known, null, 0))
                .chain(count -> announced.of(Topics.POLICIES).chain(known -> policies(known, count)))
                .invoke(count -> {
                    if (count > 0) {
                        relay.wake();
                    }
                });
    }

    private Uni<Integer> agents(Set<String> known, @Nullable Cursor after, int before) {
        return agents.list(new AgentQuery(null, null, null, AgentStatus.DEPLOYED, after, PAGE))
                .chain(page -> {
                    List<Agent> missing = page.items().stream()
                            .filter(agent -> !known.contains(agent.id().value()))
                            .toList();
                    int count = before + missing.size();
                    return each(missing)
                            .chain(() -> page.next() == null
                                    ? Uni.createFrom().item(count)
                                    : agents(known, page.next(), count));
                });
    }

    private Uni<Void> each(List<Agent> missing) {
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(agent -> transactions.within(() -> compose.of(agent, clock.instant())
                        .chain(body ->
                                agents.announce(agent, List.of(Announcement.deployed(body, null, clock.instant()))))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> policies(Set<String> known, int before) {
        return policies.list().chain(all -> {
            List<Policy> missing = all.stream()
                    .filter(policy -> !known.contains(policy.name()))
                    .toList();
            if (missing.isEmpty()) {
                return Uni.createFrom().item(before);
            }
            List<Announcement> announcements = missing.stream()
                    .map(policy -> Announcement.published(policy, null, policy.updatedAt()))
                    .toList();
            return transactions.within(() -> outbox.add(announcements)).replaceWith(before + missing.size());
        });
    }
}
