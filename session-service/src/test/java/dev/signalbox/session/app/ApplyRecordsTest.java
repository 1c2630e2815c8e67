package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.LifecyclePolicy;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.TaskLifecycle;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplyRecordsTest {

    private final InMemoryTaskStore store = new InMemoryTaskStore();
    private final InMemoryLog log = new InMemoryLog();
    private final List<Memory> used = new ArrayList<>();

    @Test
    void whatFollowsIsPublishedAndTheBatchCounts() {
        service().apply(List.of(routed("a", 0), routed("b", 1)));

        assertThat(log.ids(Topics.TASK_EVENTS))
                .containsExactly("a:accepted", "a:1:dispatched", "b:accepted", "b:1:dispatched");
        assertThat(log.ids("executions-local")).containsExactly("a:1:execution", "b:1:execution");
    }

    @Test
    void aBatchThatIsDeliveredAgainChangesNothing() {
        ApplyRecords service = service();
        service.apply(List.of(routed("a", 0)));
        List<String> before = log.ids(Topics.TASK_EVENTS);

        service.apply(List.of(routed("a", 0)));
        service().apply(List.of(routed("a", 0)));

        assertThat(log.ids(Topics.TASK_EVENTS)).isEqualTo(before);
    }

    @Test
    void whatACrashBetweenCommitAndPublishKeptBackIsPublishedByTheNextStart() {
        log.crashAfter(1);
        try {
            service().apply(List.of(routed("a", 0), routed("b", 1)));
        } catch (InMemoryLog.Crash expected) {
            // The process is gone: committed, and one record of six published.
        }
        assertThat(log.records()).hasSize(1);

        service().apply(List.of(routed("a", 0), routed("b", 1)));

        assertThat(log.ids(Topics.TASK_EVENTS))
                .containsExactlyInAnyOrder("a:accepted", "a:1:dispatched", "b:accepted", "b:1:dispatched");
        assertThat(log.ids("executions-local")).containsExactlyInAnyOrder("a:1:execution", "b:1:execution");
    }

    @Test
    void anInstanceThatWasOvertakenPublishesNothingTwice() {
        ApplyRecords slow = service();
        slow.apply(List.of(routed("a", 0)));
        service().apply(List.of(routed("b", 1)));

        slow.apply(List.of(routed("b", 1), routed("c", 2)));

        assertThat(log.ids("executions-local")).containsExactly("a:1:execution", "b:1:execution", "c:1:execution");
    }

    @Test
    void aBatchThatIsTriedAgainIsCountedOnce() {
        List<String> counted = new ArrayList<>();
        ApplyRecords slow =
                service((before, after, effects) -> counted.add(after.id().value()));
        slow.apply(List.of(routed("a", 0)));
        service().apply(List.of(routed("b", 1)));

        slow.apply(List.of(routed("b", 1), routed("c", 2)));
        slow.apply(List.of(routed("c", 2)));

        assertThat(counted).containsExactly("a", "c");
    }

    @Test
    void aRecordThatCannotBeAppliedBecomesADeadLetterAndTheNextOneFlows() {
        service().apply(List.of(unreadable(0), routed("a", 1)));

        assertThat(log.ids("task-routes-dlq")).containsExactly("dead-0");
        assertThat(log.ids("executions-local")).containsExactly("a:1:execution");
    }

    private ApplyRecords service() {
        return service((before, after, effects) -> {});
    }

    private ApplyRecords service(TaskObserver observer) {
        return new ApplyRecords(
                store,
                log,
                new BatchApplier(
                        new TaskLifecycle(LifecyclePolicy.DEFAULT),
                        new RecordCodec("/test"),
                        Clock.systemUTC(),
                        observer),
                used::addAll);
    }

    private static ReceivedRecord routed(String id, long offset) {
        Input input = new Input.Routed(
                new TaskId(id),
                Samples.request().completed(new TaskId(id), Samples.AT),
                Samples.candidate(),
                Samples.RATES,
                Duration.ofSeconds(30),
                "because",
                List.of(),
                "code-python-quick",
                List.of(),
                List.of(),
                "{}");
        return record(offset, input);
    }

    private static ReceivedRecord unreadable(long offset) {
        return record(offset, null);
    }

    private static ReceivedRecord record(long offset, @Nullable Input input) {
        return new ReceivedRecord(Topics.TASK_ROUTES, 0, offset, input, null, reason -> {
            ProducerRecord<String, byte[]> dead = new ProducerRecord<>("task-routes-dlq", "k", new byte[0]);
            dead.headers().add(RecordCodec.CE_ID, ("dead-" + offset).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return dead;
        });
    }

    @Test
    void recordsSurviveTheOutbox() {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        records.add(new RecordCodec("/test").encode("t", "k", "id", Samples.finished(), Samples.AT, "00-1"));
        records.add(new ProducerRecord<>("t", null, null));

        List<ProducerRecord<String, byte[]>> read = OutboxCodec.read(OutboxCodec.write(records));

        assertThat(read).hasSize(2);
        assertThat(read.getFirst().headers()).isEqualTo(records.getFirst().headers());
        assertThat(read.getFirst().value()).isEqualTo(records.getFirst().value());
        assertThat(read.getLast().value()).isNull();
    }
}
