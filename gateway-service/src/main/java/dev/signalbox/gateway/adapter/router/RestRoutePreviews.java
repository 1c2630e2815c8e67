package dev.signalbox.gateway.adapter.router;

import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.RoutePreviews;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks router-service. */
@Singleton
final class RestRoutePreviews implements RoutePreviews {

    private final RouterApi router;

    RestRoutePreviews(@RestClient RouterApi router) {
        this.router = router;
    }

    @Override
    public Uni<DecisionRecord> decide(TaskRequested request, TraceContext trace) {
        return router.decide(trace.traceparent(), trace.tracestate(), request)
                .onFailure()
                .transform(failure -> Refusal.unavailable("router-service does not answer; try again", failure));
    }
}
