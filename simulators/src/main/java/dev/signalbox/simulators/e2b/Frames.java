package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Messages of Connect streams: a byte of flags, four of length, and JSON.
 *
 * @see <a href="https://connectrpc.com/docs/protocol">Connect protocol</a>
 */
final class Frames {

    private static final int HEAD = 5;
    private static final int COMPRESSED = 1;
    private static final int END = 2;

    private Frames() {}

    static byte[] message(Object value) {
        return frame(0, Exchange.jsonBytes(value));
    }

    static byte[] end() {
        return frame(END, Exchange.utf8("{}"));
    }

    static byte[] end(RpcError error) {
        return frame(END, Exchange.jsonBytes(Map.of("error", error.body())));
    }

    private static byte[] frame(int flags, byte[] payload) {
        return ByteBuffer.allocate(HEAD + payload.length)
                .put((byte) flags)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /** The messages of a request, without the one that ends the stream. */
    static List<JsonNode> read(byte[] body) throws RpcError {
        ByteBuffer rest = ByteBuffer.wrap(body);
        List<JsonNode> messages = new ArrayList<>();
        while (rest.hasRemaining()) {
            if (rest.remaining() < HEAD) {
                throw new RpcError(RpcError.Code.INVALID_ARGUMENT, "a message is cut off");
            }
            int flags = rest.get();
            int length = rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new RpcError(RpcError.Code.INVALID_ARGUMENT, "a message is cut off");
            }
            byte[] payload = new byte[length];
            rest.get(payload);
            if ((flags & END) == 0) {
                messages.add(parse(payload, (flags & COMPRESSED) != 0));
            }
        }
        return messages;
    }

    private static JsonNode parse(byte[] payload, boolean compressed) throws RpcError {
        try {
            return compressed
                    ? Json.mapper().readTree(new GZIPInputStream(new ByteArrayInputStream(payload)))
                    : Json.mapper().readTree(payload);
        } catch (IOException e) {
            throw new RpcError(RpcError.Code.INVALID_ARGUMENT, "a message is no JSON");
        }
    }
}
