package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.app.Relay;
import dev.signalbox.registry.app.Transactions;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentLife;
import dev.signalbox.registry.domain.Announcement;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells routers how versions do, when that changed by enough. */
@ApplicationScoped
public class TellEvidence {

    private static final int AT_ONCE = 100;

    /** Longer than any record of the end of a task is kept. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

    private final EvidenceStore evidence;
    private final Agents agents;
    private final ComposeAnnouncement compose;
    private final Relay relay;
    private final Transactions transactions;
    private final Clock clock;

    public TellEvidence(
            EvidenceStore evidence,
            Agents agents,
            ComposeAnnouncement compose,
            Relay relay,
            Transactions transactions,
            Clock clock) {
        this.evidence = evidence;
        this.agents = agents;
        this.compose = compose;
        this.relay = relay;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Tells what changed; gives of how many agents. */
    public Uni<Integer> tell() {
        return evidence.untold(AT_ONCE)
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(this::tell)
                        .collect()
                        .last()
                        .replaceWith(ids.size()))
                .invoke(told -> {
                    if (told > 0) {
                        relay.wake();
                    }
                });
    }

    private Uni<Void> tell(AgentId id) {
        Instant now = clock.instant();
        return transactions.within(() -> agents.find(id, null)
                .chain(found -> found.isEmpty() || !(found.get().life() instanceof AgentLife.Deployed)
                        ? Uni.createFrom().voidItem()
                        : tell(found.get(), now)));
    }

    private Uni<Void> tell(Agent agent, Instant now) {
        return compose.of(agent, now)
                .chain(body -> agents.announce(agent, List.of(Announcement.evidence(body, runs(body), now)))
                        .chain(() -> evidence.told(agent.id(), runs(body))));
    }

    private static long runs(AgentDeployed body) {
        AgentDeployed.@Nullable Canary canary = body.canary();
        long own = body.evidence() == null ? 0 : body.evidence().runs();
        return own
                + (canary == null || canary.evidence() == null
                        ? 0
                        : canary.evidence().runs());
    }

    /** Forgets which runs were counted, when they cannot come again. */
    public Uni<Long> forget() {
        return evidence.forget(clock.instant().minus(REMEMBERED));
    }
}
