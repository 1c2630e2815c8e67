package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.session.app.approvals.Askers;
import dev.signalbox.session.domain.Task;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tasks in PostgreSQL, as far as events do not say themselves whose they are. */
@ApplicationScoped
class PgAskers implements Askers {

    private static final String FIND = "select document from session.tasks where task_id = $1";

    private final Pool pool;

    PgAskers(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Asker> find(TaskId id) {
        for (Row row : PgDocuments.await(pool.preparedQuery(FIND).execute(Tuple.of(id.value())))) {
            Task task = TaskDocuments.read(row.getString(0));
            return Optional.of(new Asker(
                    task.tenant(),
                    task.session(),
                    task.route().map(route -> route.agent()).orElse(null)));
        }
        return Optional.empty();
    }
}
