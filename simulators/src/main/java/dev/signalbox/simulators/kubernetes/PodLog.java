package dev.signalbox.simulators.kubernetes;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.OutputListener;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What the main process of a pod wrote, up to a mebibyte. Thread-safe. */
final class PodLog implements OutputListener {

    private static final int MOST = 1 << 20;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean ended;

    @Override
    public synchronized void output(Stream stream, byte[] bytes, int offset, int length) {
        written.write(bytes, offset, Math.min(length, MOST - Math.min(MOST, written.size())));
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized byte[] from(int position) {
        byte[] all = written.toByteArray();
        return Arrays.copyOfRange(all, Math.min(position, all.length), all.length);
    }
}
