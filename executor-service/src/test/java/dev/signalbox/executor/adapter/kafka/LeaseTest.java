package dev.signalbox.executor.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final TopicPartition PARTITION = new TopicPartition("executions-local", 0);

    private final Broker broker = new Broker();

    private Lease lease() {
        return new Lease(broker, record(7, 1), 300);
    }

    @Test
    void isRenewedAndThenAnsweredWithTheRecordThatCameAgain() {
        Lease lease = lease();
        broker.presents(record(7, 1));

        assertThat(lease.renew()).isTrue();
        lease.finish(AcknowledgeType.ACCEPT);

        assertThat(broker.answers).containsExactly("7 RENEW", "7 ACCEPT");
        assertThat(lease.newDelivery()).isNull();
        assertThat(lease.untilRenewal()).isPositive();
    }

    @Test
    void isLostWhenTheBrokerRefusesTheRenewal() {
        Lease lease = lease();
        broker.refuses(new InvalidRecordStateException("somebody else has it"));

        assertThat(lease.renew()).isFalse();
        lease.finish(AcknowledgeType.ACCEPT);

        assertThat(lease.held()).isFalse();
        assertThat(broker.answers).containsExactly("7 RENEW");
    }

    @Test
    void isLostWhenTheRecordDoesNotComeAgain() {
        assertThat(lease().renew()).isFalse();
    }

    @Test
    void isLostWhenTheRecordComesAgainAsANewDeliveryWhichMustBeAnswered() {
        Lease lease = lease();
        broker.presents(record(7, 2));

        assertThat(lease.renew()).isFalse();

        assertThat(lease.newDelivery()).isNotNull();
    }

    @Test
    void givesBackWhatItHasNoRoomFor() {
        Lease lease = lease();
        broker.presents(record(8, 1));
        broker.presents(record(7, 1));

        assertThat(lease.renew()).isTrue();
        assertThat(broker.answers).containsExactly("7 RENEW", "8 RELEASE");
    }

    private static ConsumerRecord<String, byte[]> record(long offset, int deliveries) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                new byte[0],
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) deliveries));
    }

    /** Answers as a broker would; only what a lease asks. */
    private static final class Broker extends MockShareConsumer<String, byte[]> {

        private final Deque<ConsumerRecord<String, byte[]>> next = new ArrayDeque<>();
        private final List<String> answers = new ArrayList<>();
        private Optional<KafkaException> refusal = Optional.empty();

        void presents(ConsumerRecord<String, byte[]> record) {
            next.add(record);
        }

        void refuses(KafkaException exception) {
            refusal = Optional.of(exception);
        }

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            ConsumerRecord<String, byte[]> record = next.poll();
            return record == null
                    ? ConsumerRecords.empty()
                    : new ConsumerRecords<>(Map.of(PARTITION, List.of(record)), Map.of());
        }

        @Override
        public synchronized void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
            answers.add(record.offset() + " " + type.name());
        }

        @Override
        public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
            return Map.of(new TopicIdPartition(Uuid.ZERO_UUID, PARTITION), refusal);
        }
    }
}
