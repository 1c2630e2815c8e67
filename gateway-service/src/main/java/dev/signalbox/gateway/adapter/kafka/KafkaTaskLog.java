package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.TaskLog;
import dev.signalbox.gateway.config.GatewayConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** Writes to {@code task-requests} and {@code task-commands}. */
@Singleton
final class KafkaTaskLog implements TaskLog {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final RecordPublisher publisher;
    private final RecordCodec codec = new RecordCodec("/signalbox/gateway");
    private final Duration bound;
    private final InstantSource clock;
    private final Tracing tracing;

    KafkaTaskLog(RecordPublisher publisher, GatewayConfig config, InstantSource clock, Tracing tracing) {
        this.tracing = tracing;
        this.publisher = publisher;
        this.bound = config.publishTimeout();
        this.clock = clock;
    }

    @Override
    public Uni<Void> request(TaskRequested request, TraceContext trace) {
        return write(Topics.TASK_REQUESTS, Objects.requireNonNull(request.taskId()), ":requested", request, trace);
    }

    @Override
    public Uni<Void> cancel(CancelTask command, TraceContext trace) {
        return write(Topics.TASK_COMMANDS, Objects.requireNonNull(command.taskId()), ":cancel", command, trace);
    }

    @Override
    public Uni<Void> answer(AnswerQuestion command, TraceContext trace) {
        TaskId taskId = Objects.requireNonNull(command.taskId());
        return write(Topics.TASK_COMMANDS, taskId, ":answer:" + command.questionId(), command, trace);
    }

    private Uni<Void> write(String topic, TaskId taskId, String idSuffix, Object body, TraceContext trace) {
        Instant now = clock.instant();
        Step sending =
                tracing.sending(topic, taskId.value(), trace.traceparent()).with(Semantics.TASK_ID, taskId.value());
        ProducerRecord<String, byte[]> record =
                codec.encode(topic, taskId.value(), taskId + idSuffix, body, now, sending.traceparent());
        return send(record, now.plus(bound), FIRST_PAUSE)
                .onFailure()
                .invoke(failure -> sending.failed(failure.getClass().getName()))
                .onTermination()
                .invoke(sending::close)
                .onFailure()
                .transform(failure -> refusal(failure));
    }

    /**
     * The producer does not block: while it does not know the topic, or its buffer is full, it refuses at once. Such a
     * record was certainly not sent and is tried again a little later.
     */
    private Uni<Void> send(ProducerRecord<String, byte[]> record, Instant until, Duration pause) {
        CompletableFuture<Void> sending =
                publisher.publish(record).<Void>thenApply(done -> null).toCompletableFuture();
        boolean refused = sending.isCompletedExceptionally() && sending.exceptionNow() instanceof TimeoutException;
        if (refused && clock.instant().plus(pause).isBefore(until)) {
            Duration doubled = pause.multipliedBy(2);
            Duration next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            return Uni.createFrom().voidItem().onItem().delayIt().by(pause).chain(() -> send(record, until, next));
        }
        return Uni.createFrom().completionStage(sending);
    }

    private static Refusal refusal(Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return Refusal.of(
                    ProblemType.TOO_LARGE,
                    "the task as a whole is over the limit of " + Topics.MAX_RECORD_BYTES + " bytes");
        }
        return Refusal.unavailable(
                "Kafka did not acknowledge in time; it is not certain whether it has the record. Try again with the same"
                        + " Idempotency-Key or taskId",
                failure);
    }
}
