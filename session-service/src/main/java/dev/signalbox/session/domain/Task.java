package dev.signalbox.session.domain;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskResult.AttemptSummary;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task as session-service knows it.
 *
 * @param past attempts that ended, oldest first
 * @param explanation of the last route
 * @param trace where its trace was last: the routing of the attempt, then its run; absent in rows of before it was kept
 */
public record Task(
        TaskId id,
        TenantId tenant,
        @Nullable SessionId session,
        Map<String, String> metadata,
        Instant requestedAt,
        TaskState state,
        List<AttemptSummary> past,
        @Nullable String explanation,
        Instant updatedAt,
        @Nullable String trace) {

    public Task {
        metadata = Map.copyOf(metadata);
        past = List.copyOf(past);
    }

    /** Without a trace. */
    public Task(
            TaskId id,
            TenantId tenant,
            @Nullable SessionId session,
            Map<String, String> metadata,
            Instant requestedAt,
            TaskState state,
            List<AttemptSummary> past,
            @Nullable String explanation,
            Instant updatedAt) {
        this(id, tenant, session, metadata, requestedAt, state, past, explanation, updatedAt, null);
    }

    /** The same with its trace at another place. */
    public Task traced(@Nullable String trace) {
        return new Task(id, tenant, session, metadata, requestedAt, state, past, explanation, updatedAt, trace);
    }

    public Task in(TaskState next, Instant now) {
        return new Task(id, tenant, session, metadata, requestedAt, next, past, explanation, now, trace);
    }

    Task explained(String why) {
        return new Task(id, tenant, session, metadata, requestedAt, state, past, why, updatedAt, trace);
    }

    Task with(AttemptSummary ended) {
        List<AttemptSummary> attempts =
                Stream.concat(past.stream(), Stream.of(ended)).toList();
        return new Task(id, tenant, session, metadata, requestedAt, state, attempts, explanation, updatedAt, trace);
    }

    /** What all attempts cost together. */
    Cost cost() {
        return past.stream().map(AttemptSummary::cost).reduce(Cost.NONE, Cost::plus);
    }

    /** Route of the current or last attempt. */
    public Optional<Route> route() {
        Optional<Route> current = state.active().map(ActiveAttempt::route);
        return current.isPresent() || past.isEmpty()
                ? current
                : Optional.of(past.getLast().route());
    }

    /** Number of the current or last attempt, 0 before the first. */
    public int attempt() {
        return switch (state) {
            case TaskState.Routing routing -> routing.attempt();
            case TaskState.AwaitingApproval waiting -> waiting.attempt();
            case TaskState.Retrying retrying -> retrying.nextAttempt() - 1;
            case TaskState.AtBackend there -> there.attempt().number();
            case TaskState.CancelledEarly ignored -> 0;
            case TaskState.Ended ignored -> past.size();
        };
    }
}
