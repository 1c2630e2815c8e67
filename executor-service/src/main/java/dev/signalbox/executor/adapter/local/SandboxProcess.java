package dev.signalbox.executor.adapter.local;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.executor.app.AttemptOutput;
import dev.signalbox.sandbox.BoundedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A driver that was started: waits for its sign, lets it go, reads what its program writes, kills it. */
final class SandboxProcess {

    private static final int BUFFER = 64 * 1024;
    private static final int WRITTEN_AT_ONCE = 32 * 1024;
    private static final int SETUP_MESSAGE_BYTES = 4096;
    /** Who writes more than this is read slowly: 64 KiB in a millisecond. It then waits, instead of taking a processor. */
    private static final long READ_AT_FULL_SPEED = 32L * 1024 * 1024;

    private final Process process;
    private final Cgroup group;
    private final boolean sealed;
    private final AttemptOutput output;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final BoundedBytes setupMessages = new BoundedBytes(SETUP_MESSAGE_BYTES);
    private volatile boolean begun;
    private final Thread stdout;
    private final Thread stderr;

    /**
     * A process that has just been started.
     *
     * @param sealed whether its end is the end of all that it started
     */
    SandboxProcess(Process process, Cgroup group, boolean sealed, AttemptOutput output, String label) {
        this.process = process;
        this.group = group;
        this.sealed = sealed;
        this.output = output;
        this.stdout = reader(label + "-stdout", this::readStdout);
        this.stderr = reader(label + "-stderr", this::readStderr);
    }

    private static Thread reader(String name, Runnable work) {
        // A read from a pipe would pin the carrier of a virtual thread.
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    /** Waits until the driver is ready; false when it ended before or took too long. */
    boolean awaitReady(Duration atMost) throws InterruptedException {
        try {
            return ready.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Lets the program begin, with this on standard input. */
    void go(@Nullable String stdin) {
        begun = true;
        byte[] input = ("go\n" + (stdin == null ? "" : stdin)).getBytes(StandardCharsets.UTF_8);
        if (input.length <= WRITTEN_AT_ONCE) {
            write(input);
        } else {
            var ignored = reader("sandbox-stdin", () -> write(input));
        }
    }

    private void write(byte[] input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // The program ended or closed its input without reading all of it, which is its right.
        }
    }

    /** Waits for the end of the whole tree; false when it takes longer. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Kills the tree. With bubblewrap the end of the outer process is the end of all. */
    void kill() {
        if (!process.isAlive()) {
            return;
        }
        if (!sealed) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        group.killAll();
    }

    /** The exit code, once everything that was written is read. */
    int exitCode() throws InterruptedException {
        int code = process.waitFor();
        group.killAll();
        stdout.join(Duration.ofSeconds(5));
        stderr.join(Duration.ofSeconds(5));
        return code;
    }

    /** What was said before the program began. */
    String setupMessages() {
        synchronized (setupMessages) {
            return setupMessages.text().text().strip();
        }
    }

    private void readStdout() {
        try (InputStream stream = process.getInputStream()) {
            ready.complete(stream.read() == DriverScript.READY);
            read(stream, Stream.STDOUT);
        } catch (IOException e) {
            ready.complete(false);
        }
    }

    private void readStderr() {
        try (InputStream stream = process.getErrorStream()) {
            read(stream, Stream.STDERR);
        } catch (IOException e) {
            // The process was killed while this read.
        }
    }

    private void read(InputStream stream, Stream name) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
            if (!begun) {
                synchronized (setupMessages) {
                    setupMessages.append(buffer, 0, length);
                }
                continue;
            }
            output.append(name, buffer, 0, length);
            if (output.totalBytes() > READ_AT_FULL_SPEED) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
