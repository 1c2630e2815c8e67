package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelineKey;
import dev.signalbox.registry.domain.workbench.PipelineState;
import dev.signalbox.registry.domain.workbench.Stage;
import dev.signalbox.registry.domain.workbench.Step;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pipeline: the document, and beside it what is searched by. */
@Entity
@Table(name = "pipelines")
@IdClass(PipelineRow.Key.class)
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class PipelineRow {

    /** Which version of which agent. */
    record Key(String agentId, int version) implements Serializable {

        static Key of(PipelineKey key) {
            return new Key(key.agentId().value(), key.version());
        }
    }

    @Id
    @Column(name = "agent_id")
    String agentId;

    @Id
    int version;

    @Enumerated(EnumType.STRING)
    Stage stage;

    @Enumerated(EnumType.STRING)
    PipelineState state;

    @Enumerated(EnumType.STRING)
    Step step;

    @Column(name = "due_at")
    @Nullable
    Instant dueAt;

    String message;

    /** The pipeline as JSON. */
    String document;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    static PipelineRow of(Pipeline pipeline) {
        PipelineRow row = new PipelineRow();
        row.agentId = pipeline.agentId().value();
        row.version = pipeline.version();
        row.stage = pipeline.stage();
        row.state = pipeline.state();
        row.step = pipeline.step();
        row.dueAt = pipeline.dueAt();
        row.message = pipeline.message();
        row.document = JsonText.write(pipeline);
        row.startedAt = pipeline.startedAt();
        row.updatedAt = pipeline.updatedAt();
        return row;
    }

    Pipeline pipeline() {
        return JsonText.read(document, Pipeline.class);
    }
}
