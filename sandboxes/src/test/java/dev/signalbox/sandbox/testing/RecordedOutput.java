package dev.signalbox.sandbox.testing;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.OutputListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps all that a process writes. */
public final class RecordedOutput implements OutputListener {

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @Override
    public synchronized void output(Stream stream, byte[] bytes, int offset, int length) {
        (stream == Stream.STDOUT ? stdout : stderr).write(bytes, offset, length);
    }

    public synchronized byte[] stdoutBytes() {
        return stdout.toByteArray();
    }

    public synchronized String stdout() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    public synchronized String stderr() {
        return stderr.toString(StandardCharsets.UTF_8);
    }
}
