package dev.signalbox.session.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.audit.AuditCheckpointed;
import dev.signalbox.contracts.audit.AuditHeaders;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.event.TaskAccepted;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ActsOfRecordsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TaskId TASK = new TaskId("t-1");
    private static final Instant AT = Instant.parse("2026-11-30T23:00:00Z");
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static TaskRequested requested() {
        return TaskRequested.first(TASK, ACME, null, TaskSpec.ofPrompt("the secret plan"), AT);
    }

    private static ConsumerRecord<String, byte[]> record(String source, String topic, Object body, String... headers) {
        ProducerRecord<String, byte[]> record =
                new RecordCodec(source).encode(topic, TASK.value(), "id-1", body, AT, TRACE);
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return consumed(topic, record.value(), new RecordHeaders(record.headers()));
    }

    private static ConsumerRecord<String, byte[]> consumed(String topic, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                topic,
                0,
                7,
                AT.toEpochMilli(),
                TimestampType.CREATE_TIME,
                1,
                1,
                TASK.value(),
                value,
                headers,
                Optional.empty());
    }

    private static Optional<AuditRecorded> act(ConsumerRecord<String, byte[]> record) {
        try {
            return ActsOfRecords.of(record).map(act -> act.by().apply(ACME));
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theGatewaysSubmissionSaysWhoSubmitted() {
        AuditRecorded act = act(record(
                        AuditHeaders.GATEWAY,
                        Topics.TASK_REQUESTS,
                        requested(),
                        AuditHeaders.ACTOR,
                        "ops",
                        AuditHeaders.ON_BEHALF_OF,
                        "ada",
                        AuditHeaders.OPERATOR,
                        "true",
                        AuditHeaders.CHANNEL,
                        "mcp",
                        AuditHeaders.SOURCE,
                        "192.0.2.7"))
                .orElseThrow();

        assertThat(act.action()).isEqualTo("task.submit");
        assertThat(act.tenant()).isEqualTo(ACME);
        assertThat(act.actor()).isEqualTo("ops");
        assertThat(act.onBehalfOf()).isEqualTo("ada");
        assertThat(act.operator()).isTrue();
        assertThat(act.channel()).isEqualTo(AuditChannel.MCP);
        assertThat(act.source()).isEqualTo("192.0.2.7");
        assertThat(act.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(act.toString()).doesNotContain("secret");
    }

    /** Whoever may write to the topic could write the headers as well; only the gateway's are taken. */
    @Test
    void aClientOnKafkaIsItsTenantWhateverItSaysItIs() {
        AuditRecorded act = act(record("/client", Topics.TASK_REQUESTS, requested(), AuditHeaders.ACTOR, "ops"))
                .orElseThrow();

        assertThat(act.actor()).isEqualTo("acme");
        assertThat(act.operator()).isFalse();
        assertThat(act.channel()).isEqualTo(AuditChannel.KAFKA);
    }

    @Test
    void aRecordWithoutHeadersIsASubmissionToo() {
        byte[] least = "{\"task\":{\"prompt\":\"p\"}}".getBytes(StandardCharsets.UTF_8);
        AuditRecorded act =
                act(consumed(Topics.TASK_REQUESTS, least, new RecordHeaders())).orElseThrow();

        assertThat(act.subjectId()).isEqualTo("t-1");
        assertThat(act.tenant().value()).isEqualTo("default");
        assertThat(act.channel()).isEqualTo(AuditChannel.KAFKA);
    }

    @Test
    void aStepOfAWorkflowIsSubmittedByTheServiceAndAFurtherAttemptIsNot() {
        assertThat(act(record("/signalbox/session", Topics.TASK_REQUESTS, requested())))
                .hasValueSatisfying(act -> {
                    assertThat(act.actor()).isEqualTo("session");
                    assertThat(act.channel()).isEqualTo(AuditChannel.SERVICE);
                });
        TaskRequested second = new TaskRequested(
                TASK,
                ACME,
                null,
                2,
                requested().previous(),
                requested().plan(),
                requested().task(),
                AT);
        assertThat(act(record("/signalbox/session", Topics.TASK_REQUESTS, second)))
                .isEmpty();
    }

    @Test
    void twoTenantsThatNameTheSameTaskAreTwoActs() {
        TaskRequested other = TaskRequested.first(TASK, new TenantId("other"), null, TaskSpec.ofPrompt("p"), AT);
        assertThat(act(record("/client", Topics.TASK_REQUESTS, other))
                        .orElseThrow()
                        .entryId())
                .isNotEqualTo(act(record("/client", Topics.TASK_REQUESTS, requested()))
                        .orElseThrow()
                        .entryId());
    }

    @Test
    void endsAreTheServicesAndSayHow() {
        AuditRecorded failed = act(record("/signalbox/session", Topics.TASK_EVENTS, sample(TaskFailed.class)))
                .orElseThrow();
        assertThat(failed.action()).isEqualTo("task.end");
        assertThat(failed.choice()).isEqualTo("failed");
        assertThat(failed.phase()).isEqualTo(AuditPhase.FAILED);
        assertThat(failed.problem()).isNotNull().doesNotContain("urn:");

        assertThat(act(record("/signalbox/session", Topics.TASK_EVENTS, sample(TaskCompleted.class))))
                .hasValueSatisfying(act -> assertThat(act.choice()).isEqualTo("completed"));
        assertThat(act(record("/signalbox/session", Topics.TASK_EVENTS, sample(TaskCancelled.class))))
                .hasValueSatisfying(act -> assertThat(act.choice()).isEqualTo("cancelled"));
        assertThat(act(record("/signalbox/session", Topics.TASK_EVENTS, sample(TaskAccepted.class))))
                .isEmpty();
    }

    private static Object sample(Class<?> type) {
        return Samples.all().stream().filter(type::isInstance).findFirst().orElseThrow();
    }

    @Test
    void commandsOfClientsOnKafkaAreRecordedAndThoseOfServicesAreNot() {
        CancelTask cancel = new CancelTask(TASK, "the secret reason", AT);
        assertThat(act(record("/client", Topics.TASK_COMMANDS, cancel))).hasValueSatisfying(act -> {
            assertThat(act.action()).isEqualTo("task.cancel");
            assertThat(act.phase()).isEqualTo(AuditPhase.ASKED);
            assertThat(act.toString()).doesNotContain("secret");
        });
        assertThat(act(record(AuditHeaders.GATEWAY, Topics.TASK_COMMANDS, cancel)))
                .isEmpty();
        assertThat(act(record("/signalbox/session", Topics.TASK_COMMANDS, sample(DecideApproval.class))))
                .isEmpty();
        assertThat(act(record("/client", Topics.TASK_COMMANDS, sample(DecideApproval.class))))
                .hasValueSatisfying(act -> assertThat(act.action()).isEqualTo("approval.decide"));
        assertThat(act(record("/client", Topics.TASK_COMMANDS, sample(ReviewTask.class))))
                .isEmpty();
        byte[] answer = "{\"questionId\":\"q\",\"answer\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(act(consumed(Topics.TASK_COMMANDS, answer, new RecordHeaders())))
                .hasValueSatisfying(act -> assertThat(act.action()).isEqualTo("task.answer"));
    }

    @Test
    void stepsOfAgentsAreTheRegistrys() {
        assertThat(act(record("/signalbox/registry", Topics.AGENT_EVENTS, sample(AgentStageChanged.class))))
                .hasValueSatisfying(act -> {
                    assertThat(act.action()).isEqualTo("agent.stage");
                    assertThat(act.choice()).isEqualTo("validated");
                    assertThat(act.subjectId()).isEqualTo("senior_developer@2");
                });
    }

    @Test
    void checkpointsAreNoActs() {
        assertThat(act(record("/signalbox/session", Topics.AUDIT_EVENTS, new AuditCheckpointed(ACME, 1, "ab", AT))))
                .isEmpty();
    }

    /** Of other topics others make dead letters; nobody else reads this one. */
    @Test
    void whatIsUnreadableOnTheTrailsOwnTopicIsSaid() {
        byte[] broken = "{".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ActsOfRecords.of(consumed(Topics.AUDIT_EVENTS, broken, new RecordHeaders())))
                .isInstanceOf(UnreadableRecordException.class);
        for (String topic : List.of(Topics.TASK_REQUESTS, Topics.TASK_COMMANDS)) {
            assertThat(act(consumed(topic, broken, new RecordHeaders()))).isEmpty();
        }
    }
}
