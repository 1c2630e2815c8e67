package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Tracing;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code executions-<backend>}, read.
 *
 * @param epoch how often it was delivered, from 1
 * @param source where it was read
 * @param before trace context of the attempt before
 */
record Delivery(
        ExecutionRequested request,
        int epoch,
        Tracing.Source source,
        @Nullable String trace,
        @Nullable String before) {

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException when it is no execution, or lacks what nothing can run without
     */
    static Delivery of(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        Envelope envelope = RecordCodec.decode(record, RecordType.EXECUTION_REQUESTED);
        if (!(envelope.body() instanceof ExecutionRequested request)) {
            throw new UnreadableRecordException("a " + envelope.type().ceType() + " is no execution");
        }
        List<String> missing = missing(request);
        if (!missing.isEmpty()) {
            throw new UnreadableRecordException("the execution has no " + String.join(", ", missing));
        }
        Tracing.Source source = new Tracing.Source(
                record.topic(),
                record.partition(),
                record.offset(),
                Topics.executors(request.route().backend()));
        String before = RecordCodec.text(record.headers(), RecordCodec.TRACELINK);
        return new Delivery(request, epoch(record), source, envelope.trace(), before);
    }

    /** Begins its step. */
    Step begin(Tracing tracing) {
        Route route = request.route();
        return tracing.attempt(source, request.taskId(), request.attempt(), epoch, trace, before)
                .with(
                        Semantics.SESSION_ID,
                        request.sessionId() == null ? null : request.sessionId().value())
                .with(Semantics.BACKEND, route.backend())
                .with(Semantics.TIER, route.tier())
                .with(Semantics.MODEL, route.model())
                .with(
                        Semantics.AGENT,
                        route.agent() == null ? null : route.agent().value());
    }

    static int epoch(ConsumerRecord<String, byte[]> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    private static List<String> missing(ExecutionRequested request) {
        List<String> missing = new ArrayList<>();
        check(missing, "taskId", request.taskId());
        check(missing, "tenant", request.tenant());
        check(missing, "route", request.route());
        check(missing, "resources", request.resources());
        check(missing, "rates", request.rates());
        check(missing, "timeout", request.timeout());
        check(missing, "task", request.task());
        check(missing, "requestedAt", request.requestedAt());
        return missing;
    }

    private static void check(List<String> missing, String name, @Nullable Object value) {
        if (value == null) {
            missing.add(name);
        }
    }
}
