package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.OutputListener;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Finds where the output of a process ends in a stream that others may hold open. The wrapper around the process writes a
 * mark there that cannot be guessed: byte 1, the name, a colon, the exit code, and a line feed. It is not handed on.
 */
final class EndMark {

    private static final byte FIRST = 1;
    private static final int LONGEST_CODE = 4;

    private final byte[] mark;
    private final Stream stream;
    private final OutputListener output;
    private byte[] held = new byte[0];
    private boolean over;

    EndMark(String name, Stream stream, OutputListener output) {
        this.mark = ((char) FIRST + name + ":").getBytes(StandardCharsets.US_ASCII);
        this.stream = stream;
        this.output = output;
    }

    /** Hands on what came before the mark; the exit code when the mark has come with this. */
    OptionalInt feed(byte[] piece) {
        if (over) {
            return OptionalInt.empty();
        }
        byte[] bytes = piece;
        if (held.length > 0) {
            bytes = java.util.Arrays.copyOf(held, held.length + piece.length);
            System.arraycopy(piece, 0, bytes, held.length, piece.length);
            held = new byte[0];
        }
        for (int at = indexOf(bytes, 0); at >= 0; at = indexOf(bytes, at + 1)) {
            int matched = matched(bytes, at);
            if (matched < 0) {
                continue;
            }
            int end = matched < mark.length ? -1 : lineFeed(bytes, at + mark.length);
            hand(bytes, at);
            if (end < 0) {
                held = java.util.Arrays.copyOfRange(bytes, at, bytes.length);
                return OptionalInt.empty();
            }
            over = true;
            int from = at + mark.length;
            return OptionalInt.of(Integer.parseInt(new String(bytes, from, end - from, StandardCharsets.US_ASCII)));
        }
        hand(bytes, bytes.length);
        return OptionalInt.empty();
    }

    /** Hands on what looked like the beginning of a mark and was none. */
    void flush() {
        if (!over) {
            hand(held, held.length);
        }
        held = new byte[0];
    }

    private void hand(byte[] bytes, int length) {
        if (length > 0) {
            output.output(stream, bytes, 0, length);
        }
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == FIRST) {
                return at;
            }
        }
        return -1;
    }

    /** How much of the mark is there: all of it, what fits until the end, or -1 when something else is there. */
    private int matched(byte[] bytes, int at) {
        int length = Math.min(mark.length, bytes.length - at);
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != mark[i]) {
                return -1;
            }
        }
        if (length == mark.length) {
            int digits = at + mark.length;
            while (digits < bytes.length
                    && Character.isDigit(bytes[digits])
                    && digits - at - mark.length < LONGEST_CODE) {
                digits++;
            }
            boolean wellFormed = digits == bytes.length || bytes[digits] == '\n' && digits > at + mark.length;
            return wellFormed ? length : -1;
        }
        return length;
    }

    private static int lineFeed(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }
}
