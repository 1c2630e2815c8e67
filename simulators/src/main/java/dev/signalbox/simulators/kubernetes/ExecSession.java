package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A command in a pod, over a WebSocket with the subprotocol {@code v4.channel.k8s.io} or {@code v5.channel.k8s.io}: the
 * first byte of a message is the channel.
 */
final class ExecSession {

    private static final byte STDIN = 0;
    private static final byte STDOUT = 1;
    private static final byte STDERR = 2;
    private static final byte ERROR = 3;
    private static final int CLOSE = 255;
    private static final int MOST_IN_A_MESSAGE = 32 * 1024;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int KILLED = 137;

    private final ServerWebSocket socket;
    private final Sandbox sandbox;
    private final List<String> words;
    private final boolean stdin;
    private final Runnable ended;
    private final Feed feed = new Feed();
    private long bytesUntilDrop;
    private volatile boolean late;

    ExecSession(
            ServerWebSocket socket,
            Sandbox sandbox,
            List<String> words,
            boolean stdin,
            long bytesUntilDrop,
            Runnable ended) {
        this.ended = ended;
        this.socket = socket;
        this.sandbox = sandbox;
        this.words = words;
        this.stdin = stdin;
        this.bytesUntilDrop = bytesUntilDrop;
    }

    /** Called on the event loop, before any message can have come. */
    void begin() {
        socket.binaryMessageHandler(this::message);
        socket.closeHandler(closed -> feed.end());
        Thread.ofVirtual().start(this::run);
    }

    private void message(Buffer message) {
        if (message.length() == 0) {
            return;
        }
        int channel = message.getByte(0) & 0xFF;
        if (channel == STDIN && message.length() > 1) {
            feed.add(message.getBytes(1, message.length()));
        } else if (channel == CLOSE && message.length() > 1 && message.getByte(1) == STDIN) {
            feed.end();
        }
    }

    private void run() {
        try {
            Command command = stdin ? feed.around(words) : new Command(words, Map.of(), "", null);
            SandboxProcess process = sandbox.start(command, this::output);
            Thread pump = Thread.ofVirtual().start(stdin ? this::pump : () -> {});
            boolean ended = false;
            while (!ended) {
                ended = process.awaitEnd(TICK);
            }
            this.ended.run();
            feed.abandon();
            pump.join();
            if (late) {
                sandbox.start(feed.cleaning(), dev.signalbox.sandbox.OutputListener.NONE)
                        .awaitEnd(TICK);
            }
            finish(Statuses.ofExit(process.exitCode()));
        } catch (SandboxException e) {
            finish(
                    e.kind() == SandboxException.Kind.GONE
                            ? Statuses.ofExit(KILLED)
                            : Statuses.failure(500, "InternalError", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            feed.end();
        }
    }

    private void pump() {
        try {
            late = feed.pump(sandbox);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void output(Stream stream, byte[] bytes, int offset, int length) {
        for (int sent = 0; sent < length; sent += MOST_IN_A_MESSAGE) {
            int part = Math.min(MOST_IN_A_MESSAGE, length - sent);
            send(stream == Stream.STDOUT ? STDOUT : STDERR, bytes, offset + sent, part);
        }
    }

    private void send(byte channel, byte[] bytes, int offset, int length) {
        synchronized (this) {
            bytesUntilDrop -= length;
            if (bytesUntilDrop < 0) {
                drop();
                return;
            }
        }
        try {
            while (!socket.isClosed() && socket.writeQueueFull()) {
                Thread.sleep(1);
            }
            if (!socket.isClosed()) {
                socket.writeBinaryMessage(
                        Buffer.buffer(length + 1).appendByte(channel).appendBytes(bytes, offset, length));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // Closed between the question and the message.
        }
    }

    private void drop() {
        socket.close((short) 1011, "dropped");
    }

    private void finish(ObjectNode status) {
        byte[] bytes = status.toString().getBytes(StandardCharsets.UTF_8);
        send(ERROR, bytes, 0, bytes.length);
        if (!socket.isClosed()) {
            socket.close((short) 1000, "");
        }
    }
}
