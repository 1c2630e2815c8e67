package dev.signalbox.gateway.adapter.session;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.Tasks;
import dev.signalbox.gateway.domain.TaskFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Asks session-service. */
@Singleton
final class SessionTasks implements Tasks {

    private final SessionApi session;

    SessionTasks(@RestClient SessionApi session) {
        this.session = session;
    }

    @Override
    public Uni<Optional<TaskView>> find(TaskId taskId) {
        return optional(session.task(taskId.value()));
    }

    @Override
    public Uni<TaskPage> list(TenantId tenant, TaskFilter filter) {
        return session.tasks(
                        tenant.value(),
                        filter.status() == null ? null : filter.status().name().toLowerCase(Locale.ROOT),
                        text(filter.session()),
                        filter.backend(),
                        text(filter.from()),
                        text(filter.to()),
                        filter.cursor(),
                        filter.limit())
                .onFailure()
                .transform(SessionTasks::refusalOfAList);
    }

    @Override
    public Uni<Optional<DecisionRecord>> decision(TaskId taskId, @Nullable Integer attempt) {
        return optional(session.decision(taskId.value(), attempt));
    }

    private static <T> Uni<Optional<T>> optional(Uni<T> answer) {
        return answer.map(Optional::of)
                .onFailure(failure -> status(failure) == 404)
                .recoverWithItem(Optional.empty())
                .onFailure()
                .transform(SessionTasks::refusal);
    }

    /** What it does not like in a query can only be the cursor: nobody else can read it. */
    private static Throwable refusalOfAList(Throwable failure) {
        int status = status(failure);
        return status == 400 || status == 422
                ? QueryParameters.of(Map.of(), TaskFilter.NAMES.toArray(String[]::new))
                        .malformed("cursor", "is the value of next of the page before")
                : refusal(failure);
    }

    private static Throwable refusal(Throwable failure) {
        return Refusal.unavailable("session-service does not answer; try again", failure);
    }

    private static int status(Throwable failure) {
        return failure instanceof WebApplicationException answer
                ? answer.getResponse().getStatus()
                : 0;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
