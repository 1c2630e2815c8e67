package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelineKey;
import dev.signalbox.registry.domain.workbench.PipelineState;
import dev.signalbox.registry.domain.workbench.Stage;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where pipelines are kept. */
public interface Pipelines {

    /** The pipelines of an agent, newest version first. */
    Uni<List<Pipeline>> of(AgentId agent);

    /** The pipeline, which nobody else can change until the transaction ends; empty when there is none. */
    Uni<Optional<Pipeline>> lock(PipelineKey key);

    /** Stores a pipeline, new or locked before. */
    Uni<Void> save(Pipeline pipeline);

    /** Remembers whose tasks these are. */
    Uni<Void> expect(PipelineKey key, List<TaskId> tasks);

    /** Whose task it is; empty when it is nobody's. */
    Uni<Optional<PipelineKey>> owner(TaskId task);

    /** Those that are due, the most overdue first. */
    Uni<List<PipelineKey>> due(Instant now, int most);

    /** How many there are. */
    Uni<List<Count>> counts();

    /** How many pipelines are at a stage in a state. */
    record Count(Stage stage, PipelineState state, long pipelines) {}
}
