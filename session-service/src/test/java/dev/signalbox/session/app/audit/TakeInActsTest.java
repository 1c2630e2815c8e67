package dev.signalbox.session.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.app.InMemoryLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** After a restore the trail is read again before the tables know all tasks. */
class TakeInActsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TaskId TASK = new TaskId("t-1");
    private static final Instant AT = Instant.parse("2026-11-30T23:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(AT);
    private final Trail trail = new Trail();
    private final TakeInActs acts = new TakeInActs(trail, new InMemoryLog(), clock());

    private Clock clock() {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }

    @Test
    void anEndGoesIntoTheChainOfWhoSubmittedTheTaskBesideIt() {
        acts.takeIn(List.of(ended(), submitted()));

        assertThat(trail.appended).extracting(AuditRecorded::tenant).containsExactly(ACME, ACME);
    }

    @Test
    void anEndOfATaskThatTheTablesDoNotKnowYetWaitsForIt() {
        assertThatThrownBy(() -> acts.takeIn(List.of(ended()))).isInstanceOf(TakeInActs.TablesBehindException.class);
        assertThat(trail.appended).isEmpty();

        trail.tenants.put(TASK, ACME);
        acts.takeIn(List.of(ended()));

        assertThat(trail.appended).extracting(AuditRecorded::tenant).containsExactly(ACME);
    }

    @Test
    void whatNobodyKnowsAfterMinutesIsKeptAllTheSame() {
        assertThatThrownBy(() -> acts.takeIn(List.of(ended()))).isInstanceOf(TakeInActs.TablesBehindException.class);
        now.set(AT.plus(Duration.ofMinutes(3)));

        acts.takeIn(List.of(ended()));

        assertThat(trail.appended).extracting(AuditRecorded::tenant).containsExactly(TakeInActs.UNKNOWN);
    }

    private static ConsumerRecord<String, byte[]> submitted() {
        return record(
                Topics.TASK_REQUESTS, TaskRequested.first(TASK, ACME, null, TaskSpec.ofPrompt("the secret plan"), AT));
    }

    private static ConsumerRecord<String, byte[]> ended() {
        return record(Topics.TASK_EVENTS, new TaskCancelled(TASK, Samples.result(TaskStatus.CANCELLED), AT));
    }

    private static ConsumerRecord<String, byte[]> record(String topic, Object body) {
        ProducerRecord<String, byte[]> record =
                new RecordCodec("/signalbox/session").encode(topic, TASK.value(), "id", body, AT, null);
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                AT.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                java.util.Optional.empty());
    }

    private static final class Trail implements AuditTrail {

        private final List<AuditRecorded> appended = new ArrayList<>();
        private final Map<TaskId, TenantId> tenants = new HashMap<>();

        @Override
        public int append(List<AuditRecorded> records, Instant at) {
            appended.addAll(records);
            return records.size();
        }

        @Override
        public Map<TaskId, TenantId> tenantsOf(Collection<TaskId> tasks) {
            return tenants;
        }

        @Override
        public Page page(Query query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Head> heads(@Nullable TenantId tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Head start(TenantId tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stretch entries(TenantId tenant, long after, long through, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Head> unpublished() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void published(List<Head> heads) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Head> contradicted(TenantId tenant) {
            throw new UnsupportedOperationException();
        }
    }
}
