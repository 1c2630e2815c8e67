package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.LifecyclePolicy;
import dev.signalbox.session.domain.TaskLifecycle;
import dev.signalbox.session.domain.TaskState;
import dev.signalbox.session.domain.ledger.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The tables are put back to an earlier time, the log is not. */
class CatchUpTest {

    private static final Account.Key KEY = new Account.Key(Samples.TENANT, Samples.SESSION);

    private final InMemoryTaskStore before = new InMemoryTaskStore();
    private final InMemoryTaskStore restored = new InMemoryTaskStore();
    private final InMemoryLog log = new InMemoryLog();
    private final RecoveringInputs inputs = new RecoveringInputs(log);
    private final Map<String, Long> offsets = new HashMap<>();
    private Instant time = Samples.AT;

    @Test
    void whatTheTablesLackIsAppliedAgainAndNothingIsPublishedTwice() {
        before.open(Account.open(KEY, Money.of("1")));
        restored.open(Account.open(KEY, Money.of("1")));
        ApplyRecords service = service(before);
        applied(service, routed("a", 1));
        applied(service, finished("a", 1, AttemptFinished.Outcome.FAILED, true));
        applied(service, routed("b", 1));
        applied(service, routed("a", 2));
        applied(service, finished("a", 2, AttemptFinished.Outcome.SUCCEEDED, false));
        List<ProducerRecord<String, byte[]>> told = List.copyOf(log.records());

        lookAfter(restored);

        assertThat(restored.task("a").state()).isInstanceOf(TaskState.Ended.class);
        assertThat(restored.task("a").past()).hasSize(2);
        assertThat(restored.task("b").state()).isInstanceOf(TaskState.Dispatched.class);
        assertThat(log.records()).isEqualTo(told);
        assertThat(restored.account(KEY)).isEqualTo(before.account(KEY));
        assertThat(restored.task("b").updatedAt()).isEqualTo(Samples.AT.plusSeconds(6));
    }

    @Test
    void whatACrashKeptBackIsPublishedAndWhatWasNotCommittedThenIsNotRepeated() {
        ApplyRecords service = service(before);
        applied(service, routed("a", 1));
        log.crashAfter(1);
        ReceivedRecord last = routed("b", 1);
        inputs.came(last, tick());
        try {
            service.apply(List.of(last));
        } catch (InMemoryLog.Crash expected) {
            // One of three records was published, and the offset is not committed.
        }

        lookAfter(restored);
        service(restored).apply(List.of(last));

        assertThat(log.ids(Topics.TASK_EVENTS))
                .containsExactly("a:accepted", "a:1:dispatched", "b:accepted", "b:1:dispatched");
        assertThat(log.ids("executions-local")).containsExactly("a:1:execution", "b:1:execution");
    }

    @Test
    void tablesThatGoBackUnderARunningServiceAreFilledUpBeforeTheNextRecord() {
        ApplyRecords service = service(before);
        applied(service, routed("a", 1));
        ReceivedRecord lost = routed("b", 1);
        InMemoryTaskStore.State standby = before.state();
        inputs.came(lost, tick());
        service.apply(List.of(lost));

        before.goBackTo(standby);
        ReceivedRecord next = routed("c", 1);
        inputs.came(next, tick());
        service.apply(List.of(next));

        assertThat(before.task("b").state()).isInstanceOf(TaskState.Dispatched.class);
        assertThat(log.ids("executions-local")).containsExactly("a:1:execution", "b:1:execution", "c:1:execution");
    }

    @Test
    void aRecordThatCouldNotBeReadIsNoSecondDeadLetter() {
        ReceivedRecord poison = new ReceivedRecord(Topics.TASK_ROUTES, 0, 0, null, null, reason -> {
            ProducerRecord<String, byte[]> dead = new ProducerRecord<>("task-routes-dlq", "k", new byte[0]);
            dead.headers().add(RecordCodec.CE_ID, new byte[] {'d'});
            return dead;
        });
        applied(service(before), poison);

        lookAfter(restored);

        assertThat(log.ids("task-routes-dlq")).hasSize(1);
    }

    private void applied(ApplyRecords service, ReceivedRecord record) {
        inputs.came(record, tick());
        service.apply(List.of(record));
        inputs.committed(record);
    }

    private void lookAfter(InMemoryTaskStore store) {
        ApplyRecords service = service(store);
        service.assigned(Set.of(0));
        service.lookAfter();
    }

    private ApplyRecords service(InMemoryTaskStore store) {
        return new ApplyRecords(
                store,
                log,
                new BatchApplier(
                        new TaskLifecycle(LifecyclePolicy.DEFAULT),
                        new RecordCodec("/test"),
                        Clock.systemUTC(),
                        (earlier, later, effects) -> {}),
                remembered -> {},
                inputs,
                () -> {});
    }

    /** Far enough apart that each is a transaction of its own. */
    private Instant tick() {
        time = time.plusSeconds(2);
        return time;
    }

    private ReceivedRecord routed(String id, int attempt) {
        TaskRequested request = Samples.request();
        Input input = new Input.Routed(
                new TaskId(id),
                new TaskRequested(
                        new TaskId(id),
                        Samples.TENANT,
                        Samples.SESSION,
                        attempt,
                        List.of(),
                        List.of(),
                        request.task(),
                        Samples.AT),
                Samples.candidate(),
                Samples.RATES,
                Duration.ofSeconds(30),
                "because",
                List.of(),
                "code-python-quick",
                List.of(),
                List.of(),
                "{}");
        return record(Topics.TASK_ROUTES, input);
    }

    private ReceivedRecord finished(String id, int attempt, AttemptFinished.Outcome outcome, boolean retryable) {
        AttemptFinished sample = Samples.finished();
        return record(
                Topics.EXECUTION_RESULTS,
                new Input.Finished(
                        new TaskId(id),
                        new AttemptFinished(
                                new TaskId(id),
                                attempt,
                                1,
                                outcome,
                                retryable,
                                0,
                                sample.stdout(),
                                sample.stderr(),
                                List.of(),
                                sample.timings(),
                                sample.usage(),
                                sample.cost(),
                                0,
                                outcome == AttemptFinished.Outcome.SUCCEEDED ? null : sample.problem(),
                                Samples.AT,
                                null,
                                null)));
    }

    private ReceivedRecord record(String topic, Input input) {
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        return new ReceivedRecord(topic, 0, offset, input, null, reason -> {
            throw new IllegalStateException(reason);
        });
    }
}
