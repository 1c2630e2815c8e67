package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.registry.app.workbench.Pipelines;
import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelineKey;
import dev.signalbox.registry.domain.workbench.PipelineState;
import dev.signalbox.registry.domain.workbench.Stage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pipelines in PostgreSQL. */
@ApplicationScoped
class PgPipelines implements Pipelines, PanacheRepositoryBase<PipelineRow, PipelineRow.Key> {

    @Override
    public Uni<List<Pipeline>> of(AgentId agent) {
        return Panache.withSession(() -> find("agentId = ?1 order by version desc", agent.value())
                        .list())
                .map(rows -> rows.stream().map(PipelineRow::pipeline).toList());
    }

    @Override
    public Uni<Optional<Pipeline>> lock(PipelineKey key) {
        return find("agentId = ?1 and version = ?2", key.agentId().value(), key.version())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(row -> Optional.ofNullable(row).map(PipelineRow::pipeline));
    }

    @Override
    public Uni<Void> save(Pipeline pipeline) {
        return Panache.getSession()
                .chain(session -> session.merge(PipelineRow.of(pipeline)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> expect(PipelineKey key, List<TaskId> tasks) {
        Object[] rows = tasks.stream().map(task -> row(key, task)).toArray();
        return Panache.getSession().chain(session -> session.persistAll(rows));
    }

    private static WorkbenchTaskRow row(PipelineKey key, TaskId task) {
        WorkbenchTaskRow row = new WorkbenchTaskRow();
        row.taskId = task.value();
        row.agentId = key.agentId().value();
        row.version = key.version();
        return row;
    }

    @Override
    public Uni<Optional<PipelineKey>> owner(TaskId task) {
        return Panache.withSession(
                        () -> Panache.getSession().chain(session -> session.find(WorkbenchTaskRow.class, task.value())))
                .map(row -> Optional.ofNullable(row)
                        .map(found -> new PipelineKey(new AgentId(found.agentId), found.version)));
    }

    @Override
    public Uni<List<PipelineKey>> due(Instant now, int most) {
        return Panache.withSession(() -> find("state = ?1 and dueAt <= ?2 order by dueAt", PipelineState.RUNNING, now)
                        .page(0, most)
                        .list())
                .map(rows -> rows.stream()
                        .map(row -> new PipelineKey(new AgentId(row.agentId), row.version))
                        .toList());
    }

    @Override
    public Uni<List<Count>> counts() {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "select stage, state, count(*) from PipelineRow group by stage, state", Object[].class)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Count((Stage) row[0], (PipelineState) row[1], (Long) row[2]))
                        .toList()));
    }
}
