package dev.signalbox.router.adapter.kafka;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingResult;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request record to the one record that follows from it: {@code TaskRouted}, {@code TaskRejected}, or a dead
 * letter. What it derives depends on the record and the snapshot only, so that a record read again gives the same.
 */
@Singleton
public class RequestRouting {

    private static final Logger LOG = Logger.getLogger(RequestRouting.class);

    private static final String GROUP = "router";

    /** Room for a record's headers and framing. */
    private static final int MARGIN = 16 * 1024;

    /** How far a client's clock may be ahead before ours is taken. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final RouteTask routeTask;
    private final RecordCodec codec;
    private final Clock clock;
    private final Tracing tracing;

    public RequestRouting(RouteTask routeTask, RecordCodec codec, Clock clock, Tracing tracing) {
        this.tracing = tracing;
        this.routeTask = routeTask;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * What follows from a record.
     *
     * @param steps of the batch, which end when its outputs are acknowledged
     */
    ProducerRecord<String, byte[]> outputOf(ConsumerRecord<String, byte[]> record, Steps steps) {
        try {
            Envelope envelope = RecordCodec.decode(record, RecordType.TASK_REQUESTED);
            if (envelope.type() != RecordType.TASK_REQUESTED) {
                return deadLetter(record, "a " + envelope.type().ceType() + " is no task request");
            }
            return routed(record, envelope, steps);
        } catch (UnreadableRecordException e) {
            return deadLetter(record, "" + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    e,
                    "Cannot route topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return deadLetter(record, "cannot be routed: " + e.getClass().getName());
        }
    }

    private ProducerRecord<String, byte[]> routed(
            ConsumerRecord<String, byte[]> record, Envelope envelope, Steps steps) {
        TaskId fallback = fallbackId(record, envelope);
        TaskRequested request = envelope.as(TaskRequested.class).completed(fallback, envelope.time());
        TaskId task = Objects.requireNonNullElse(request.taskId(), fallback);
        Tracing.Source source = new Tracing.Source(record.topic(), record.partition(), record.offset(), GROUP);
        Step step = steps.keep(tracing.processing(source, task, envelope.trace()))
                .with(Semantics.ATTEMPT, request.attempt());
        try (Step.Scope ignored = step.enter()) {
            return routed(request, now(record), step, steps);
        }
    }

    private ProducerRecord<String, byte[]> routed(TaskRequested request, Instant now, Step step, Steps steps) {
        Object body = switch (routeTask.route(request, now)) {
            case RoutingResult.Routed routed -> {
                tell(step, request, routed.task().decision());
                yield routed.task();
            }
            case RoutingResult.Rejected rejected -> {
                step.failed(rejected.task().problem().type().toString());
                LOG.infof(
                        "task rejected taskId=%s attempt=%d problem=%s",
                        request.taskId(),
                        request.attempt(),
                        rejected.task().problem().type());
                yield rejected.task();
            }
        };
        String trace = steps.keep(tracing.sending(Topics.TASK_ROUTES, String.valueOf(request.taskId()), step))
                .trace();
        ProducerRecord<String, byte[]> output = encode(request, body, now, trace);
        if (output.value().length <= Topics.MAX_RECORD_BYTES - MARGIN) {
            return output;
        }
        Problem tooLarge = ProblemType.TOO_LARGE.because("The task with its decision has " + output.value().length
                + " bytes as JSON, the limit is " + (Topics.MAX_RECORD_BYTES - MARGIN) + ".");
        TaskRejected rejected = new TaskRejected(withoutContents(request), tooLarge, null, null, now);
        return encode(request, rejected, now, trace);
    }

    /** The decision itself is an event; this is for who follows a task through the logs. */
    private static void tell(Step step, TaskRequested request, RouteDecision decision) {
        if (decision.chosen() == null) {
            LOG.infof("task without a route taskId=%s attempt=%d", request.taskId(), request.attempt());
            return;
        }
        Route route = decision.chosen().route();
        step.with(Semantics.BACKEND, route.backend())
                .with(Semantics.TIER, route.tier())
                .with(Semantics.MODEL, route.model())
                .with(
                        Semantics.AGENT,
                        route.agent() == null ? null : route.agent().value())
                .with(Semantics.TASK_CLASS, decision.taskClass());
        LOG.infof(
                "task routed taskId=%s attempt=%d backend=%s tier=%s model=%s agentId=%s",
                request.taskId(),
                request.attempt(),
                route.backend(),
                route.tier(),
                Objects.requireNonNullElse(route.model(), "-"),
                route.agent() == null ? "-" : route.agent());
    }

    private ProducerRecord<String, byte[]> encode(
            TaskRequested request, Object body, Instant now, @Nullable String trace) {
        String task = String.valueOf(request.taskId());
        return codec.encode(Topics.TASK_ROUTES, task, task + ":" + request.attempt() + ":routed", body, now, trace);
    }

    /** The key where the client gave no id; where that is none either, the record's place. */
    private static TaskId fallbackId(ConsumerRecord<String, byte[]> record, Envelope envelope) {
        return new TaskId(
                Identifiers.valid(envelope.key())
                        ? envelope.key()
                        : record.topic() + "-" + record.partition() + "-" + record.offset());
    }

    /**
     * The record's time, which is the same whenever it is read; ours where the client's clock is far ahead, because
     * every backend would seem long silent then.
     */
    private Instant now(ConsumerRecord<String, byte[]> record) {
        Instant recorded = Instant.ofEpochMilli(record.timestamp());
        Instant here = clock.instant();
        return record.timestamp() < 0 || recorded.isAfter(here.plus(CLOCK_TOLERANCE)) ? here : recorded;
    }

    private ProducerRecord<String, byte[]> deadLetter(ConsumerRecord<String, byte[]> record, String reason) {
        LOG.warnf(
                "Dead letter: topic=%s partition=%d offset=%d: %s",
                record.topic(), record.partition(), record.offset(), reason);
        ProducerRecord<String, byte[]> letter = DeadLetters.of(record, reason, "router", clock.instant());
        if (letter.value() == null || letter.value().length <= Topics.MAX_RECORD_BYTES - MARGIN) {
            return letter;
        }
        return new ProducerRecord<>(letter.topic(), null, null, letter.key(), null, letter.headers());
    }

    private static TaskRequested withoutContents(TaskRequested request) {
        return new TaskRequested(
                request.taskId(),
                request.tenant(),
                request.sessionId(),
                request.attempt(),
                request.previous(),
                request.plan(),
                request.task().withoutContents(),
                request.requestedAt(),
                List.of(),
                request.among());
    }
}
