package dev.signalbox.contracts.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import dev.signalbox.contracts.TaskId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * A line of the log as one JSON object. Its keys are {@code timestamp}, {@code level}, {@code logger}, {@code service},
 * {@code traceId}, {@code spanId}, {@code message} and {@code error}, and the names that the message gives its values
 * ({@code taskId=%s}): see {@link LogFields}.
 */
public final class JsonLine extends ExtFormatter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final int LONGEST_STACK = 16_000;

    private final String service;

    public JsonLine(String service) {
        this.service = service;
    }

    @Override
    public String format(ExtLogRecord record) {
        SegmentedStringWriter line = new SegmentedStringWriter(JSON._getBufferRecycler());
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", TIME.format(record.getInstant()));
            json.writeStringField("level", record.getLevel().getName());
            json.writeStringField("logger", String.valueOf(record.getLoggerName()));
            json.writeStringField("service", service);
            json.writeStringField("message", String.valueOf(record.getFormattedMessage()));
            for (Map.Entry<String, Object> field : fields(record).entrySet()) {
                switch (field.getValue()) {
                    case Integer number -> json.writeNumberField(field.getKey(), number);
                    case Long number -> json.writeNumberField(field.getKey(), number);
                    case Object value -> json.writeStringField(field.getKey(), value.toString());
                }
            }
            if (record.getThrown() != null) {
                json.writeStringField("error", stack(record.getThrown()));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return line.getAndClear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the message names, and what is known of the step that the thread is in. */
    private static Map<String, Object> fields(ExtLogRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>(LogFields.of(record));
        Step step = Step.current();
        TraceContext context = step.context();
        if (context != null) {
            fields.put("traceId", context.traceId());
            fields.put("spanId", context.spanId());
        } else if (record.getMdc("traceId") != null) {
            // Quarkus puts these there while a request is served.
            fields.put("traceId", record.getMdc("traceId"));
            fields.put("spanId", String.valueOf(record.getMdc("spanId")));
        }
        TaskId task = step.task();
        if (task != null) {
            fields.putIfAbsent("taskId", task.value());
        }
        return fields;
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        String all = text.toString();
        return all.length() <= LONGEST_STACK ? all : all.substring(0, LONGEST_STACK) + "...";
    }
}
