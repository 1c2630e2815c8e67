package dev.signalbox.contracts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.telemetry.TraceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Records to bytes and back, as CloudEvents 1.0 in the binary mode of the Kafka protocol binding: attributes are
 * headers ({@code ce_id}, {@code ce_source}, {@code ce_specversion}, {@code ce_type}, {@code ce_time}), the value is
 * the data alone. The structured mode ({@code application/cloudevents+json}) is read as well. A record without any
 * header is taken as the default type of its topic, so that a client needs no more than JSON.
 */
public final class RecordCodec {

    public static final String CE_ID = "ce_id";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_TIME = "ce_time";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_SPECVERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACEPARENT = TraceContext.TRACEPARENT;
    public static final String TRACESTATE = TraceContext.TRACESTATE;

    /** {@code traceparent} of the attempt before, for a link; on records of {@code executions-<backend>} only. */
    public static final String TRACELINK = "tracelink";

    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] JSON_TYPE = utf8("application/json");
    private static final String STRUCTURED_PREFIX = "application/cloudevents";

    private static final Map<RecordType, ObjectReader> READERS = new EnumMap<>(RecordType.class);
    private static final Map<RecordType, ObjectWriter> WRITERS = new EnumMap<>(RecordType.class);
    private static final Map<RecordType, byte[]> TYPE_BYTES = new EnumMap<>(RecordType.class);

    static {
        for (RecordType type : RecordType.values()) {
            READERS.put(type, Json.mapper().readerFor(type.body()));
            WRITERS.put(type, Json.mapper().writerFor(type.body()));
            TYPE_BYTES.put(type, utf8(type.ceType()));
        }
    }

    private final byte[] source;

    /**
     * A codec for one service.
     *
     * @param source CloudEvents {@code source} of what it writes, such as {@code /signalbox/router}
     */
    public RecordCodec(String source) {
        this.source = utf8(source);
    }

    /**
     * A record ready to send.
     *
     * @param id CloudEvents {@code id}; derive it from what the record is about, so that a record derived again has
     *     the same one
     * @param trace context that the record carries on, as {@link TraceContext#text}
     */
    public ProducerRecord<String, byte[]> encode(
            String topic, String key, String id, Object body, Instant time, @Nullable String trace) {
        RecordType type = RecordType.of(body);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, write(type, body));
        Headers headers = record.headers();
        headers.add(CE_SPECVERSION, SPEC_VERSION);
        headers.add(CE_ID, utf8(id));
        headers.add(CE_SOURCE, source);
        headers.add(CE_TYPE, TYPE_BYTES.getOrDefault(type, SPEC_VERSION));
        headers.add(CE_TIME, utf8(time.toString()));
        headers.add(CONTENT_TYPE, JSON_TYPE);
        TraceContext.headers(trace, (name, value) -> headers.add(name, utf8(value)));
        return record;
    }

    private static byte[] write(RecordType type, Object body) {
        try {
            return java.util.Objects.requireNonNull(WRITERS.get(type)).writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write " + type, e);
        }
    }

    /**
     * Reads a record.
     *
     * @param defaultType what a record without a {@code ce_type} is on this topic
     * @throws UnreadableRecordException when it cannot be read; the message says why, without quoting the content
     */
    public static Envelope decode(ConsumerRecord<String, byte[]> record, RecordType defaultType)
            throws UnreadableRecordException {
        if (record.value() == null) {
            throw new UnreadableRecordException("the record has no value");
        }
        Headers headers = record.headers();
        String contentType = text(headers, CONTENT_TYPE);
        if (contentType != null && contentType.startsWith(STRUCTURED_PREFIX)) {
            return structured(record, defaultType);
        }
        RecordType type = type(text(headers, CE_TYPE), defaultType);
        Object body;
        try {
            body = reader(type).readValue(record.value());
        } catch (IOException e) {
            throw unreadable(type, e);
        }
        return envelope(record, type, text(headers, CE_ID), text(headers, CE_TIME), body);
    }

    /** The CloudEvents type that a record's header names, or null. */
    public static @Nullable String typeOf(ConsumerRecord<?, ?> record) {
        return text(record.headers(), CE_TYPE);
    }

    /** A header's text, or null. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The trace context that a record carries, as {@link TraceContext#text}, or null. */
    public static @Nullable String trace(Headers headers) {
        List<String> tracestates = new ArrayList<>(1);
        for (Header header : headers.headers(TRACESTATE)) {
            if (header.value() != null) {
                tracestates.add(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return TraceContext.text(text(headers, TRACEPARENT), tracestates);
    }

    private static Envelope structured(ConsumerRecord<String, byte[]> record, RecordType defaultType)
            throws UnreadableRecordException {
        try {
            JsonNode event = Json.mapper().readTree(record.value());
            JsonNode data = event.get("data");
            if (data == null) {
                throw new UnreadableRecordException("the structured CloudEvent has no data");
            }
            RecordType type = type(event.path("type").asText(null), defaultType);
            Object body = reader(type).readValue(data);
            return envelope(
                    record,
                    type,
                    event.path("id").asText(null),
                    event.path("time").asText(null),
                    body);
        } catch (IOException e) {
            throw unreadable(defaultType, e);
        }
    }

    private static ObjectReader reader(RecordType type) {
        return java.util.Objects.requireNonNull(READERS.get(type));
    }

    private static RecordType type(@Nullable String name, RecordType defaultType) throws UnreadableRecordException {
        if (name == null) {
            return defaultType;
        }
        return RecordType.named(name)
                .orElseThrow(() -> new UnreadableRecordException("unknown ce_type " + abbreviated(name)));
    }

    private static Envelope envelope(
            ConsumerRecord<String, byte[]> record,
            RecordType type,
            @Nullable String id,
            @Nullable String time,
            @Nullable Object body)
            throws UnreadableRecordException {
        if (body == null) {
            throw new UnreadableRecordException("the value is JSON null");
        }
        String fallbackId = record.topic() + "/" + record.partition() + "/" + record.offset();
        return new Envelope(
                id == null ? fallbackId : id,
                type,
                time(time, record.timestamp()),
                record.key() == null ? "" : record.key(),
                trace(record.headers()),
                body);
    }

    private static Instant time(@Nullable String text, long timestamp) {
        if (text != null) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                return Instant.ofEpochMilli(timestamp);
            }
        }
        return Instant.ofEpochMilli(timestamp);
    }

    /** Jackson's own messages quote the content; ours say where it is and what was expected there. */
    private static UnreadableRecordException unreadable(RecordType type, IOException cause) {
        String why = switch (cause) {
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException e ->
                abbreviated("" + e.getMessage()) + at(refused);
            case InvalidFormatException format ->
                "a value is no " + format.getTargetType().getSimpleName() + at(format);
            case JsonMappingException mapping -> "a value has the wrong form" + at(mapping);
            case JsonProcessingException syntax -> "no JSON at " + place(syntax);
            default -> "" + cause.getMessage();
        };
        return new UnreadableRecordException("not a readable " + type.ceType() + ": " + why, cause);
    }

    private static String at(JsonMappingException mapping) {
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(java.util.stream.Collectors.joining("/"));
        return path.isEmpty() ? "" : " at /" + path;
    }

    private static String place(JsonProcessingException syntax) {
        return syntax.getLocation() == null
                ? "an unknown place"
                : "line " + syntax.getLocation().getLineNr() + ", column "
                        + syntax.getLocation().getColumnNr();
    }

    private static String abbreviated(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
