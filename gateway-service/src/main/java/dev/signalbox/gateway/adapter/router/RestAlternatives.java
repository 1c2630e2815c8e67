package dev.signalbox.gateway.adapter.router;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotQuestion;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.Alternatives;
import dev.signalbox.gateway.app.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks router-service. */
@Singleton
final class RestAlternatives implements Alternatives {

    private final RouterApi router;

    RestAlternatives(@RestClient RouterApi router) {
        this.router = router;
    }

    @Override
    public Uni<WhyNotAnswer> whyNot(WhyNotQuestion question, TraceContext trace) {
        return router.whyNot(trace.traceparent(), trace.tracestate(), question)
                .onFailure()
                .transform(failure -> refusal(question, failure));
    }

    private static Throwable refusal(WhyNotQuestion question, Throwable failure) {
        int status = failure instanceof WebApplicationException answer
                ? answer.getResponse().getStatus()
                : 0;
        return switch (status) {
            case 404 ->
                Refusal.of(
                        ProblemType.NOT_FOUND,
                        "the decision knew no backend " + question.backend()
                                + (question.tier() == null ? "" : " with tier " + question.tier())
                                + (question.model() == null ? "" : " with model " + question.model()));
            case 422 ->
                Refusal.of(
                        ProblemType.INVALID_REQUEST,
                        "the decision was recorded by another version of the router, which this one cannot derive again");
            default -> Refusal.unavailable("router-service does not answer; try again", failure);
        };
    }
}
