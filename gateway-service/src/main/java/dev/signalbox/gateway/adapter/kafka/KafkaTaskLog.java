package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.audit.AuditHeaders;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.gateway.app.RecordActs;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.TaskLog;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes to {@code task-requests} and {@code task-commands}. */
@Singleton
final class KafkaTaskLog implements TaskLog {

    private static final Logger LOG = Logger.getLogger(KafkaTaskLog.class);

    private final PatientPublisher publisher;
    private final RecordCodec codec = new RecordCodec(AuditHeaders.GATEWAY);
    private final InstantSource clock;
    private final Tracing tracing;

    KafkaTaskLog(PatientPublisher publisher, InstantSource clock, Tracing tracing) {
        this.tracing = tracing;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public Uni<Void> request(TaskRequested request, Caller caller) {
        TaskId taskId = Objects.requireNonNull(request.taskId());
        return write(
                Topics.TASK_REQUESTS,
                taskId,
                ":requested",
                request,
                caller.trace(),
                headers -> signed(headers, caller),
                () -> LOG.infof(
                        "task accepted taskId=%s sessionId=%s tenant=%s channel=%s",
                        taskId,
                        request.sessionId() == null ? "-" : request.sessionId(),
                        request.tenant(),
                        caller.entrance().channel()));
    }

    @Override
    public Uni<Void> cancel(CancelTask command, TraceContext trace) {
        TaskId taskId = Objects.requireNonNull(command.taskId());
        return write(Topics.TASK_COMMANDS, taskId, ":cancel", command, trace, headers -> {}, () -> {});
    }

    @Override
    public Uni<Void> answer(AnswerQuestion command, TraceContext trace) {
        TaskId taskId = Objects.requireNonNull(command.taskId());
        return write(
                Topics.TASK_COMMANDS,
                taskId,
                ":answer:" + command.questionId(),
                command,
                trace,
                headers -> {},
                () -> {});
    }

    private Uni<Void> write(
            String topic,
            TaskId taskId,
            String idSuffix,
            Object body,
            TraceContext trace,
            Consumer<Headers> moreHeaders,
            Runnable taken) {
        Step sending = tracing.sending(topic, taskId.value(), trace.text()).with(Semantics.TASK_ID, taskId.value());
        ProducerRecord<String, byte[]> record =
                codec.encode(topic, taskId.value(), taskId + idSuffix, body, clock.instant(), sending.trace());
        moreHeaders.accept(record.headers());
        return publisher
                .publish(record)
                .onFailure()
                .invoke(failure -> sending.failed(failure.getClass().getName()))
                .invoke(() -> {
                    try (Step.Scope ignored = sending.enter()) {
                        taken.run();
                    }
                })
                .onTermination()
                .invoke(sending::close)
                .onFailure()
                .transform(KafkaTaskLog::refusal);
    }

    private static void signed(Headers headers, Caller caller) {
        add(headers, AuditHeaders.ACTOR, RecordActs.name(caller));
        add(headers, AuditHeaders.ON_BEHALF_OF, RecordActs.onBehalfOf(caller));
        add(headers, AuditHeaders.OPERATOR, caller.operator() == null ? null : "true");
        add(headers, AuditHeaders.CHANNEL, caller.entrance().channel().name().toLowerCase(Locale.ROOT));
        add(headers, AuditHeaders.SOURCE, caller.entrance().address());
    }

    private static void add(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
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
