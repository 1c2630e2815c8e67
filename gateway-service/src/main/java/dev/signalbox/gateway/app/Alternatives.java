package dev.signalbox.gateway.app;

import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotQuestion;
import dev.signalbox.contracts.telemetry.TraceContext;
import io.smallrye.mutiny.Uni;

/** Routes that were not taken. Fails with {@link Refusal} when the router does not answer or knows no such route. */
public interface Alternatives {

    /** Why, and what would have to change. */
    Uni<WhyNotAnswer> whyNot(WhyNotQuestion question, TraceContext trace);
}
