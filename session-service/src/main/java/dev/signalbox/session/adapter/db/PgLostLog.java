package dev.signalbox.session.adapter.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.session.app.LostLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in PostgreSQL of a log that is gone. */
@ApplicationScoped
class PgLostLog implements LostLog.Tables {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String TOPIC_IDS = "select distinct topic_id from session.progress";
    private static final String UNFINISHED = """
            select task_id, attempt, coalesce(review_at, updated_at) from session.tasks
            where ended_at is null and status <> 'awaiting_approval' and task_id > $1
            order by task_id limit $2""";
    private static final String ENDED = """
            select task_id, result, ended_at from session.results
            where ended_at > (select max(ended_at) from session.results) - make_interval(secs => $1)
            order by ended_at""";
    private static final String FORGET = "delete from session.progress where topic_id = any($1)";
    private static final String UNPUBLISHED = "delete from session.outbox";
    private static final String STATISTICS = "update session.route_statistics set published = 0";

    private final Pool pool;

    PgLostLog(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Set<String> knownTopicIds() {
        Set<String> ids = new HashSet<>();
        await(pool.query(TOPIC_IDS).execute()).forEach(row -> ids.add(row.getString(0)));
        return ids;
    }

    @Override
    public List<ReviewTask> unfinished(@Nullable TaskId after, int most) {
        List<ReviewTask> reviews = new ArrayList<>();
        for (Row row :
                await(pool.preparedQuery(UNFINISHED).execute(Tuple.of(after == null ? "" : after.value(), most)))) {
            reviews.add(new ReviewTask(
                    new TaskId(row.getString(0)),
                    row.getInteger(1),
                    row.getOffsetDateTime(2).toInstant()));
        }
        return reviews;
    }

    @Override
    public List<LostLog.Ending> endedLately(Duration within) {
        List<LostLog.Ending> endings = new ArrayList<>();
        for (Row row : await(pool.preparedQuery(ENDED).execute(Tuple.of((double) within.toSeconds())))) {
            try {
                endings.add(new LostLog.Ending(
                        new TaskId(row.getString(0)),
                        Json.mapper().readValue(row.getString(1), TaskResult.class),
                        row.getOffsetDateTime(2).toInstant()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the result of " + row.getString(0) + " is not readable", e);
            }
        }
        return endings;
    }

    @Override
    public void forget(Collection<String> topicIds) {
        var ignored = await(pool.withTransaction(connection -> connection
                .preparedQuery(FORGET)
                .execute(Tuple.of((Object) topicIds.toArray(String[]::new)))
                .chain(() -> connection.query(UNPUBLISHED).execute())
                .chain(() -> connection.query(STATISTICS).execute())));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
