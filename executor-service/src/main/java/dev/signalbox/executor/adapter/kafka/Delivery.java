package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code executions-<backend>}, read.
 *
 * @param epoch how often it was delivered, from 1
 */
record Delivery(
        ExecutionRequested request, int epoch, @Nullable String traceparent) {

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
        return new Delivery(request, epoch(record), envelope.traceparent());
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
