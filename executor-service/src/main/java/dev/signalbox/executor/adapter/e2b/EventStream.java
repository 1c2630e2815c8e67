package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.sandbox.SandboxException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Events of a process as a Connect stream: messages of a byte of flags, four of length, and JSON.
 *
 * @see <a href="https://connectrpc.com/docs/protocol">Connect protocol</a>
 */
final class EventStream implements AutoCloseable {

    private static final int HEAD = 5;
    private static final int END = 2;
    private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;

    private final DataInputStream in;
    private final String sandbox;
    private volatile long lastMessage = System.nanoTime();

    EventStream(InputStream in, String sandbox) {
        this.in = new DataInputStream(new BufferedInputStream(in, 64 * 1024));
        this.sandbox = sandbox;
    }

    static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(HEAD + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    /**
     * The next event.
     *
     * @throws SandboxException when the stream ends with an error
     * @throws IOException when it breaks off, or ends although its process has not
     */
    JsonNode next() throws IOException, SandboxException {
        int flags = in.readUnsignedByte();
        int length = in.readInt();
        if (length < 0 || length > LONGEST_MESSAGE) {
            throw new IOException("a message of " + length + " bytes");
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException();
        }
        lastMessage = System.nanoTime();
        JsonNode node = Json.mapper().readTree(message);
        if ((flags & END) == 0) {
            return node.path("event");
        }
        if (node.has("error")) {
            throw Errors.ofProcedure(node.path("error"), "E2B sandbox " + sandbox);
        }
        throw new EOFException("the stream ended before the process");
    }

    /** When anything came last, keepalives included, in the terms of {@link System#nanoTime}. */
    long lastMessage() {
        return lastMessage;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It is not read any more.
        }
    }
}
