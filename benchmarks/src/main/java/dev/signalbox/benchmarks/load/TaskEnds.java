package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.load.Target.Outcome;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Tells a task's end by the type in the header alone. */
final class TaskEnds {

    private static final List<End> ENDS = List.of(
            new End(RecordType.TASK_COMPLETED, Outcome.SUCCEEDED),
            new End(RecordType.TASK_FAILED, Outcome.failed("TaskFailed")),
            new End(RecordType.TASK_CANCELLED, Outcome.failed("TaskCancelled")));

    private TaskEnds() {}

    private static final class End {
        private final byte[] type;
        private final Outcome outcome;

        End(RecordType type, Outcome outcome) {
            this.type = type.ceType().getBytes(StandardCharsets.US_ASCII);
            this.outcome = outcome;
        }
    }

    /** The outcome, or null when the event is none of the three ends. */
    static @Nullable Outcome of(ConsumerRecord<String, Void> record) {
        Header header = record.headers().lastHeader(RecordCodec.CE_TYPE);
        if (header != null) {
            for (End end : ENDS) {
                if (Arrays.equals(end.type, header.value())) {
                    return end.outcome;
                }
            }
        }
        return null;
    }
}
