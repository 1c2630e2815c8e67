package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.registry.domain.workbench.Evidence;
import dev.signalbox.registry.domain.workbench.Tally;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** What is known of how versions do. */
public interface EvidenceStore {

    /** Counts runs of versions that are in the store; one that was counted before changes nothing. */
    Uni<Void> count(List<Evidence.Run> runs, Instant now);

    /** The sums of an agent, by version, class of tasks, and whether they are of the workbench's own tasks. */
    Uni<List<Tally>> tallies(AgentId agent);

    /** Agents on duty whose evidence changed by enough since it was told: by a run, and by a twentieth. */
    Uni<List<AgentId>> untold(int most);

    /** So many runs of the agent were told. */
    Uni<Void> told(AgentId agent, long runs);

    /** Forgets which runs were counted before the given time: they do not come again. */
    Uni<Long> forget(Instant before);
}
