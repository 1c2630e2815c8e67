package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.executor.domain.TextPieces;
import dev.signalbox.sandbox.BoundedBytes;
import java.nio.charset.StandardCharsets;

/**
 * Takes the output of one attempt: bounded for the result, in pieces for those who watch. Whatever a program writes, it
 * needs the same little memory. Thread-safe.
 */
public final class AttemptOutput {

    /** Takes a piece of text. */
    public interface Sink {
        void piece(Stream stream, String text);
    }

    private final OutputLimits limits;
    private final Sink sink;
    private final BoundedBytes stdout;
    private final BoundedBytes stderr;
    private final TextPieces stdoutPieces = new TextPieces();
    private final TextPieces stderrPieces = new TextPieces();
    private int streamed;

    public AttemptOutput(OutputLimits limits, Sink sink) {
        this.limits = limits;
        this.sink = sink;
        this.stdout = new BoundedBytes(limits.keptBytes());
        this.stderr = new BoundedBytes(limits.keptBytes());
    }

    /** An output that is only kept. */
    public static AttemptOutput keptOnly(OutputLimits limits) {
        return new AttemptOutput(
                new OutputLimits(limits.keptBytes(), 0, limits.pieceCharacters()), (stream, text) -> {});
    }

    /** The program wrote this. */
    public synchronized void append(Stream stream, byte[] bytes, int offset, int length) {
        kept(stream).append(bytes, offset, length);
        int toStream = Math.min(length, limits.streamedBytes() - streamed);
        if (toStream > 0) {
            streamed += toStream;
            TextPieces pieces = pieces(stream);
            pieces.append(bytes, offset, toStream);
            if (pieces.size() >= limits.pieceCharacters()) {
                send(stream, pieces.take());
            }
        }
    }

    /** An agent said this. */
    public void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        append(Stream.STDOUT, bytes, 0, bytes.length);
    }

    /** Sends what has come since the last time. */
    public synchronized void flush() {
        send(Stream.STDOUT, stdoutPieces.take());
        send(Stream.STDERR, stderrPieces.take());
    }

    /** Nothing more comes. */
    public synchronized void end() {
        send(Stream.STDOUT, stdoutPieces.takeLast());
        send(Stream.STDERR, stderrPieces.takeLast());
    }

    public synchronized OutputText text(Stream stream) {
        return kept(stream).text();
    }

    /** All bytes that the program wrote, kept or not. */
    public synchronized long totalBytes() {
        return stdout.total() + stderr.total();
    }

    private void send(Stream stream, String text) {
        if (!text.isEmpty()) {
            sink.piece(stream, text);
        }
    }

    private BoundedBytes kept(Stream stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }

    private TextPieces pieces(Stream stream) {
        return switch (stream) {
            case STDOUT -> stdoutPieces;
            case STDERR -> stderrPieces;
        };
    }
}
