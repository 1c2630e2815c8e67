package dev.signalbox.gateway.app;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.gateway.domain.Caller;
import dev.signalbox.gateway.domain.Submission;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** Asks how a task would be routed, without running it. */
@ApplicationScoped
public class PreviewRoute {

    private final RoutePreviews router;
    private final InstantSource clock;

    public PreviewRoute(RoutePreviews router, InstantSource clock) {
        this.router = router;
        this.clock = clock;
    }

    public Uni<DecisionRecord> preview(Caller caller, Submission submission) {
        Instant now = clock.instant();
        TaskId taskId = submission.taskId() == null ? new TaskId(Identifiers.timeOrdered(now)) : submission.taskId();
        return router.decide(
                TaskRequested.first(taskId, caller.tenant(), submission.sessionId(), submission.task(), now),
                caller.trace());
    }
}
