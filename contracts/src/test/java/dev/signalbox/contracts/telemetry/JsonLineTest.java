package dev.signalbox.contracts.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static ExtLogRecord record(String text, FormatStyle style, Object... values) {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, text, style, "caller");
        record.setLoggerName("dev.signalbox.X");
        record.setParameters(values);
        return record;
    }

    private static JsonNode line(ExtLogRecord record) throws IOException {
        String line = new JsonLine("router").format(record);
        assertThat(line).endsWith("\n").doesNotContain("\n{");
        assertThat(line.strip()).doesNotContain("\n");
        return Json.mapper().readTree(line);
    }

    @Test
    void everyLineHasTheFixedKeys() throws IOException {
        JsonNode line = line(record("hello \"you\"\nthere", FormatStyle.NO_FORMAT));

        assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("logger").asText()).isEqualTo("dev.signalbox.X");
        assertThat(line.path("service").asText()).isEqualTo("router");
        assertThat(line.path("message").asText()).isEqualTo("hello \"you\"\nthere");
        assertThat(line.has("traceId")).isFalse();
    }

    @Test
    void whatTheMessageNamesIsAField() throws IOException {
        JsonNode printf = line(record(
                "ended taskId=%s attempt=%d 100%% of %s, drift=%.1f offset=%2$d",
                FormatStyle.PRINTF, "task-1", 2, "all", 0.5));
        JsonNode nothing = line(record("taskId=%s sessionId=%s", FormatStyle.PRINTF, "task-1", "-"));
        assertThat(nothing.has("sessionId")).isFalse();
        JsonNode braces = line(record("begun taskId={1} tier={0}", FormatStyle.MESSAGE_FORMAT, "quick", "task-2"));

        assertThat(printf.path("taskId").asText()).isEqualTo("task-1");
        assertThat(printf.path("attempt").isInt()).isTrue();
        assertThat(printf.path("drift").asText()).isEqualTo("0.5");
        assertThat(printf.path("offset").asInt()).isEqualTo(2);
        assertThat(printf.path("message").asText()).startsWith("ended taskId=task-1 attempt=2 100% of all");
        assertThat(braces.path("taskId").asText()).isEqualTo("task-2");
        assertThat(braces.path("tier").asText()).isEqualTo("quick");
    }

    @Test
    void aValueCannotPoseAsAField() throws IOException {
        JsonNode line =
                line(record("refused because=%s", FormatStyle.PRINTF, "taskId=evil level=ERROR \"service\":\"x\""));
        JsonNode taken = line(record("level=%s service=%s", FormatStyle.PRINTF, "a", "b"));

        assertThat(line.has("taskId")).isFalse();
        assertThat(line.path("because").asText()).startsWith("taskId=evil");
        assertThat(taken.path("level").asText()).isEqualTo("INFO");
        assertThat(taken.path("service").asText()).isEqualTo("router");
    }

    @Test
    void aLineWithinAStepHasItsTrace() throws IOException {
        JsonNode line;
        try (Step.Scope ignored = Step.carrying(TRACEPARENT).enter()) {
            line = line(record("hello", FormatStyle.NO_FORMAT));
        }

        assertThat(line.path("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.path("spanId").asText()).isEqualTo("b7ad6b7169203331");
    }

    @Test
    void aFailureIsOneField() throws IOException {
        ExtLogRecord record = record("broken", FormatStyle.NO_FORMAT);
        record.setThrown(new IllegalStateException("why"));

        assertThat(line(record).path("error").asText()).startsWith("java.lang.IllegalStateException: why");
    }
}
