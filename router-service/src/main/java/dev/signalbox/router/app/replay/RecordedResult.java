package dev.signalbox.router.app.replay;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What replay needs of an {@code AttemptFinished}; its output is skipped while reading. */
record RecordedResult(
        TaskId taskId,
        int attempt,
        AttemptFinished.@Nullable Outcome outcome,
        @Nullable Total cost) {

    private static final ObjectReader READER = Json.mapper().readerFor(RecordedResult.class);

    /** The sum without its parts. */
    record Total(@Nullable Money total) {}

    /** The result; null when the record is none. */
    static @Nullable RecordedResult read(byte[] value) {
        try {
            RecordedResult read = READER.readValue(value);
            return read == null || read.taskId == null || read.outcome == null ? null : read;
        } catch (IOException e) {
            return null;
        }
    }

    Money charged() {
        return cost == null || cost.total() == null ? Money.ZERO : cost.total();
    }
}
