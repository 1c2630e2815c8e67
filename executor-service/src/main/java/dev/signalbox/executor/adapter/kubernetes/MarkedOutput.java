package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.OutputListener;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Output up to a mark: a NUL, a word that nobody can guess, a colon, and a line for us. What comes after it is of
 * processes that outlive the one that was started, and is dropped.
 */
final class MarkedOutput extends OutputStream {

    private final byte[] mark;
    private final Stream stream;
    private final OutputListener listener;
    private final Consumer<String> ended;
    private byte[] held = new byte[0];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean inLine;
    private boolean over;

    MarkedOutput(String word, Stream stream, OutputListener listener, Consumer<String> ended) {
        this.mark = ("\0" + word + ":").getBytes(StandardCharsets.US_ASCII);
        this.stream = stream;
        this.listener = listener;
        this.ended = ended;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        byte[] all = bytes;
        int from = offset;
        int end = offset + length;
        if (held.length > 0) {
            all = new byte[held.length + length];
            System.arraycopy(held, 0, all, 0, held.length);
            System.arraycopy(bytes, offset, all, held.length, length);
            from = 0;
            end = all.length;
            held = new byte[0];
        }
        if (!inLine && !over) {
            from = outputUntilMark(all, from, end);
        }
        if (inLine && !over) {
            lineUntilItsEnd(all, from, end);
        }
    }

    /** Hands over what is surely output; returns where the line after the mark begins. */
    private int outputUntilMark(byte[] all, int from, int end) {
        for (int i = from; i < end; i++) {
            if (all[i] == 0) {
                int same = 1;
                while (same < mark.length && i + same < end && all[i + same] == mark[same]) {
                    same++;
                }
                if (same == mark.length || i + same == end) {
                    hand(all, from, i);
                    if (same == mark.length) {
                        inLine = true;
                        return i + same;
                    }
                    held = java.util.Arrays.copyOfRange(all, i, end);
                    return end;
                }
            }
        }
        hand(all, from, end);
        return end;
    }

    private void hand(byte[] all, int from, int end) {
        if (end > from) {
            listener.output(stream, all, from, end - from);
        }
    }

    private void lineUntilItsEnd(byte[] all, int from, int end) {
        for (int i = from; i < end; i++) {
            if (all[i] == '\n') {
                over = true;
                ended.accept(line.toString(StandardCharsets.US_ASCII));
                return;
            }
            line.write(all[i]);
        }
    }

    /** No more comes: what was held back was output after all. */
    synchronized void finish() {
        if (!inLine && held.length > 0) {
            hand(held, 0, held.length);
            held = new byte[0];
        }
    }
}
