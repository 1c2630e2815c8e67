package dev.signalbox.session.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Kafka records as bytes, for the outbox. */
public final class OutboxCodec {

    private OutboxCodec() {}

    public static byte[] write(List<ProducerRecord<String, byte[]>> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 * Math.max(1, records.size()));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(records.size());
            for (ProducerRecord<String, byte[]> record : records) {
                out.writeUTF(record.topic());
                bytes(
                        out,
                        record.key() == null ? null : record.key().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                bytes(out, record.value());
                Header[] headers = record.headers().toArray();
                out.writeInt(headers.length);
                for (Header header : headers) {
                    out.writeUTF(header.key());
                    bytes(out, header.value());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static List<ProducerRecord<String, byte[]>> read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int count = in.readInt();
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                String topic = in.readUTF();
                byte[] key = bytes(in);
                byte[] value = bytes(in);
                RecordHeaders headers = new RecordHeaders();
                int headerCount = in.readInt();
                for (int h = 0; h < headerCount; h++) {
                    headers.add(in.readUTF(), bytes(in));
                }
                String keyText = key == null ? null : new String(key, java.nio.charset.StandardCharsets.UTF_8);
                records.add(new ProducerRecord<>(topic, null, null, keyText, value, headers));
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bytes(DataOutputStream out, byte @Nullable [] value) throws IOException {
        out.writeInt(value == null ? -1 : value.length);
        if (value != null) {
            out.write(value);
        }
    }

    private static byte @Nullable [] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }
}
