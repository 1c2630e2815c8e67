package dev.signalbox.session.app.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.audit.AuditHeaders;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.task.TaskRequested;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a record says was done. The gateway's own records come on {@code audit-events}. The rest is derived: who submitted a task
 * from {@code task-requests}, how it ended from {@code task-events}, what a client commanded on Kafka from {@code task-commands},
 * the steps of agents from {@code agent-events}. Prompts, code and results are skipped unread.
 */
public final class ActsOfRecords {

    /** Somebody submitted a task. */
    static final String SUBMIT = "task.submit";

    private static final ObjectReader SUBMITTED = Json.mapper().readerFor(Submitted.class);
    private static final ObjectReader ENDED = Json.mapper().readerFor(Ended.class);
    private static final Set<RecordType> ENDS =
            Set.of(RecordType.TASK_COMPLETED, RecordType.TASK_FAILED, RecordType.TASK_CANCELLED);
    private static final String PROBLEM = "urn:signalbox:problem:";
    private static final int TRACE_BEGIN = 3;
    private static final int TRACE_END = 35;

    /** The parts of {@code TaskRequested} that are read. */
    record Submitted(@Nullable String taskId, @Nullable String tenant, int attempt) {}

    /** The parts of a task's end that are read. */
    record Ended(
            @Nullable String taskId,
            @Nullable Result result,
            @Nullable Instant at) {}

    /** The part of a task's result that is read. */
    record Result(@Nullable Problem problem) {}

    /** The part of a problem that is read. */
    record Problem(@Nullable String type) {}

    /**
     * An act.
     *
     * @param ofTask the task whose tenant must be found first; null where the record says the tenant
     * @param ofKnownTask whether session-service tells it itself, of a task that it has
     * @param by what is recorded, given the tenant
     */
    public record Act(@Nullable TaskId ofTask, boolean ofKnownTask, Function<TenantId, AuditRecorded> by) {

        static Act of(AuditRecorded recorded) {
            return new Act(null, false, tenant -> recorded);
        }
    }

    private ActsOfRecords() {}

    /**
     * The act of a record; nothing where it says of none.
     *
     * @throws UnreadableRecordException when it cannot be read and nobody else reads it
     */
    public static Optional<Act> of(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (record.value() == null) {
            return Optional.empty();
        }
        if (record.topic().equals(Topics.AUDIT_EVENTS)) {
            Object body = RecordCodec.decode(record, RecordType.AUDIT_RECORDED).body();
            return body instanceof AuditRecorded recorded ? Optional.of(Act.of(recorded)) : Optional.empty();
        }
        try {
            return switch (record.topic()) {
                case Topics.TASK_REQUESTS -> submitted(record);
                case Topics.TASK_COMMANDS -> commanded(record);
                case Topics.TASK_EVENTS -> ended(record);
                case Topics.AGENT_EVENTS -> stepped(record);
                default -> Optional.empty();
            };
        } catch (UnreadableRecordException | IOException | IllegalArgumentException e) {
            // Whoever acts on the record makes a dead letter of it; nothing was done.
            return Optional.empty();
        }
    }

    private static Optional<Act> submitted(ConsumerRecord<String, byte[]> record) throws IOException {
        Submitted submitted = SUBMITTED.readValue(data(record));
        String task = submitted.taskId() == null ? record.key() : submitted.taskId();
        String tenant = submitted.tenant() == null ? TaskRequested.DEFAULT_TENANT.value() : submitted.tenant();
        if (submitted.attempt() > 1 || task == null || !Identifiers.valid(task)) {
            return Optional.empty();
        }
        Headers headers = record.headers();
        String source = RecordCodec.text(headers, RecordCodec.CE_SOURCE);
        boolean gateway = AuditHeaders.GATEWAY.equals(source);
        String service = gateway ? null : service(source);
        String signed = gateway ? RecordCodec.text(headers, AuditHeaders.ACTOR) : service;
        return Optional.of(Act.of(new AuditRecorded(
                "task.submit:" + tenant + ":" + task,
                task,
                Instant.ofEpochMilli(record.timestamp()),
                new TenantId(tenant),
                signed == null ? tenant : signed,
                gateway ? RecordCodec.text(headers, AuditHeaders.ON_BEHALF_OF) : null,
                gateway && RecordCodec.text(headers, AuditHeaders.OPERATOR) != null,
                SUBMIT,
                null,
                "task",
                task,
                AuditPhase.DONE,
                null,
                null,
                gateway ? channel(headers) : service == null ? AuditChannel.KAFKA : AuditChannel.SERVICE,
                gateway ? RecordCodec.text(headers, AuditHeaders.SOURCE) : null,
                traceId(record),
                null,
                null)));
    }

    /** The name of the service that wrote it; null where a client did. */
    private static @Nullable String service(@Nullable String source) {
        return source != null && source.startsWith(AuditHeaders.SERVICES)
                ? source.substring(AuditHeaders.SERVICES.length())
                : null;
    }

    private static AuditChannel channel(Headers headers) {
        return "mcp".equals(RecordCodec.text(headers, AuditHeaders.CHANNEL)) ? AuditChannel.MCP : AuditChannel.REST;
    }

    /** The gateway's commands are recorded by the gateway, and those of services follow from something that is. */
    private static Optional<Act> commanded(ConsumerRecord<String, byte[]> record)
            throws UnreadableRecordException, JsonProcessingException {
        if (service(RecordCodec.text(record.headers(), RecordCodec.CE_SOURCE)) != null) {
            return Optional.empty();
        }
        Object body = RecordCodec.decode(record, RecordType.CANCEL_TASK).body();
        if (body instanceof CancelTask && RecordCodec.typeOf(record) == null && asksAQuestion(record)) {
            return Optional.of(commanded(record, "task.answer", null));
        }
        return switch (body) {
            case CancelTask cancel -> Optional.of(commanded(record, "task.cancel", cancel.taskId()));
            case AnswerQuestion answer -> Optional.of(commanded(record, "task.answer", answer.taskId()));
            case DecideApproval decision -> Optional.of(commanded(record, "approval.decide", decision.taskId()));
            default -> Optional.empty();
        };
    }

    /** Without headers that say so, a command with a question's name is an answer. */
    private static boolean asksAQuestion(ConsumerRecord<String, byte[]> record) throws JsonProcessingException {
        JsonNode value = Json.mapper().readTree(new String(record.value(), java.nio.charset.StandardCharsets.UTF_8));
        return value.has("questionId");
    }

    private static Act commanded(ConsumerRecord<String, byte[]> record, String action, @Nullable TaskId named) {
        String task = named == null ? record.key() : named.value();
        TaskId id = new TaskId(task == null ? "" : task);
        String place = record.topic() + "/" + record.partition() + "/" + record.offset() + "@" + record.timestamp();
        return new Act(
                id,
                false,
                tenant -> new AuditRecorded(
                        place,
                        place,
                        Instant.ofEpochMilli(record.timestamp()),
                        tenant,
                        tenant.value(),
                        null,
                        false,
                        action,
                        null,
                        "task",
                        id.value(),
                        AuditPhase.ASKED,
                        null,
                        null,
                        AuditChannel.KAFKA,
                        null,
                        traceId(record),
                        null,
                        null));
    }

    private static Optional<Act> ended(ConsumerRecord<String, byte[]> record) throws IOException {
        RecordType type = type(record);
        if (type == null || !ENDS.contains(type)) {
            return Optional.empty();
        }
        Ended ended = ENDED.readValue(record.value());
        TaskId task = new TaskId(ended.taskId() == null ? record.key() : ended.taskId());
        String problem = ended.result() == null || ended.result().problem() == null
                ? null
                : ended.result().problem().type();
        Instant at = ended.at() == null ? Instant.ofEpochMilli(record.timestamp()) : ended.at();
        return Optional.of(new Act(
                task,
                true,
                tenant -> new AuditRecorded(
                        "task.end:" + task,
                        task.value(),
                        at,
                        tenant,
                        "session",
                        null,
                        false,
                        "task.end",
                        type.name().substring("TASK_".length()).toLowerCase(Locale.ROOT),
                        "task",
                        task.value(),
                        type == RecordType.TASK_FAILED ? AuditPhase.FAILED : AuditPhase.DONE,
                        null,
                        slug(problem),
                        AuditChannel.SERVICE,
                        null,
                        traceId(record),
                        null,
                        null)));
    }

    private static Optional<Act> stepped(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        Envelope envelope = RecordCodec.decode(record, RecordType.AGENT_STAGE_CHANGED);
        if (!(envelope.body() instanceof AgentStageChanged step)) {
            return Optional.empty();
        }
        String version = step.agentId() + "@" + step.version();
        return Optional.of(Act.of(new AuditRecorded(
                "agent.stage:" + envelope.id(),
                "agent.stage:" + version,
                step.at(),
                TaskRequested.DEFAULT_TENANT,
                "registry",
                null,
                false,
                "agent.stage",
                step.stage(),
                "agent",
                version,
                step.problem() == null ? AuditPhase.DONE : AuditPhase.FAILED,
                null,
                step.problem() == null ? null : slug(step.problem().type().toString()),
                AuditChannel.SERVICE,
                null,
                traceId(record),
                null,
                null)));
    }

    private static byte[] data(ConsumerRecord<String, byte[]> record) throws IOException {
        String contentType = RecordCodec.text(record.headers(), RecordCodec.CONTENT_TYPE);
        if (contentType == null || !contentType.startsWith("application/cloudevents")) {
            return record.value();
        }
        return Json.mapper()
                .writeValueAsBytes(Json.mapper().readTree(record.value()).path("data"));
    }

    private static @Nullable RecordType type(ConsumerRecord<String, byte[]> record) {
        String name = RecordCodec.typeOf(record);
        return name == null ? null : RecordType.named(name).orElse(null);
    }

    private static @Nullable String slug(@Nullable String type) {
        return type != null && type.startsWith(PROBLEM) ? type.substring(PROBLEM.length()) : type;
    }

    private static @Nullable String traceId(ConsumerRecord<String, byte[]> record) {
        String trace = RecordCodec.text(record.headers(), RecordCodec.TRACEPARENT);
        return trace != null && trace.length() > TRACE_END ? trace.substring(TRACE_BEGIN, TRACE_END) : null;
    }
}
