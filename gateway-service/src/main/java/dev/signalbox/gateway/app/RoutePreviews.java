package dev.signalbox.gateway.app;

import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.TraceContext;
import io.smallrye.mutiny.Uni;

/** What the router would decide now. Fails with {@link Refusal} when it does not answer. */
public interface RoutePreviews {

    /** The decision for the request; nothing is run. */
    Uni<DecisionRecord> decide(TaskRequested request, TraceContext trace);
}
