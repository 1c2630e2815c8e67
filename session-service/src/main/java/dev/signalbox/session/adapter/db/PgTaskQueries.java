package dev.signalbox.session.adapter.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.session.app.TaskQueries;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskState;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries over the rows that {@link PgTaskStore} writes. */
@ApplicationScoped
class PgTaskQueries implements TaskQueries {

    /** Tasks. */
    @ApplicationScoped
    static class TaskRows implements PanacheRepositoryBase<TaskEntity, String> {}

    /** Attempts. */
    @ApplicationScoped
    static class AttemptRows implements PanacheRepositoryBase<AttemptEntity, AttemptEntity.Key> {}

    /** Results. */
    @ApplicationScoped
    static class ResultRows implements PanacheRepositoryBase<ResultEntity, String> {}

    private final TaskRows tasks;
    private final AttemptRows attempts;
    private final ResultRows results;

    PgTaskQueries(TaskRows tasks, AttemptRows attempts, ResultRows results) {
        this.tasks = tasks;
        this.attempts = attempts;
        this.results = results;
    }

    @Override
    @WithSession
    public Uni<@Nullable TaskView> task(TaskId id) {
        return tasks.findById(id.value())
                .onItem()
                .ifNotNull()
                .transformToUni(row -> results.findById(id.value())
                        .map(result -> view(TaskDocuments.read(row.document), result == null ? null : result.result)));
    }

    @Override
    @WithSession
    public Uni<TaskPage> page(Filter filter) {
        StringBuilder where = new StringBuilder("tenant = :tenant");
        Parameters parameters = Parameters.with("tenant", filter.tenant().value());
        if (filter.status() != null) {
            where.append(" and status = :status");
            parameters.and("status", filter.status());
        }
        if (filter.session() != null) {
            where.append(" and session_id = :session");
            parameters.and("session", filter.session());
        }
        if (filter.backend() != null) {
            where.append(" and backend = :backend");
            parameters.and("backend", filter.backend());
        }
        if (filter.from() != null) {
            where.append(" and requested_at >= :from");
            parameters.and("from", filter.from());
        }
        if (filter.to() != null) {
            where.append(" and requested_at < :to");
            parameters.and("to", filter.to());
        }
        Cursor cursor = filter.after();
        if (cursor != null) {
            where.append(" and (requested_at < :at or requested_at = :at and task_id < :id)");
            parameters.and("at", cursor.requestedAt()).and("id", cursor.taskId());
        }
        PanacheQuery<TaskEntity> query =
                tasks.find("from Task where " + where + " order by requested_at desc, task_id desc", parameters);
        return query.range(0, filter.limit()).list().map(rows -> page(rows, filter.limit()));
    }

    private static TaskPage page(List<TaskEntity> rows, int limit) {
        boolean more = rows.size() > limit;
        List<TaskEntity> shown = more ? rows.subList(0, limit) : rows;
        String next = more ? new Cursor(shown.getLast().requested_at, shown.getLast().task_id).encoded() : null;
        return new TaskPage(
                shown.stream()
                        .map(row -> view(TaskDocuments.read(row.document), null))
                        .toList(),
                next);
    }

    @Override
    @WithSession
    public Uni<@Nullable DecisionRecord> decision(TaskId id, @Nullable Integer attempt) {
        String which = attempt == null
                ? "from Attempt where task_id = ?1 order by attempt desc"
                : "from Attempt where task_id = ?1 and attempt = ?2";
        PanacheQuery<AttemptEntity> query =
                attempt == null ? attempts.find(which, id.value()) : attempts.find(which, id.value(), attempt);
        return query.firstResult().onItem().ifNotNull().transform(row -> decision(id, row));
    }

    private static DecisionRecord decision(TaskId id, AttemptEntity row) {
        try {
            JsonNode record = Json.mapper().readTree(row.record);
            JsonNode decision = record.get("decision");
            return new DecisionRecord(
                    id,
                    row.attempt,
                    decision == null ? null : Json.mapper().treeToValue(decision, RouteDecision.class),
                    record.get("input"),
                    row.dispatched_at);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the kept record of " + id + " is not readable", e);
        }
    }

    private static TaskView view(Task task, @Nullable String result) {
        TraceContext trace = TraceContext.parse(task.trace());
        return new TaskView(
                task.id(),
                task.tenant(),
                task.session(),
                task.state().status(),
                task.attempt(),
                task.route().orElse(null),
                task.explanation(),
                task.metadata(),
                task.requestedAt(),
                task.updatedAt(),
                task.state() instanceof TaskState.Ended ended ? ended.endedAt() : null,
                result == null ? null : result(result),
                trace == null ? null : trace.traceId());
    }

    private static TaskResult result(String json) {
        try {
            return Json.mapper().readValue(json, TaskResult.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept result is not readable", e);
        }
    }
}
