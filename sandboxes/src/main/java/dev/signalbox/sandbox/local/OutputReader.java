package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.OutputListener;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hands over what a process writes into a named pipe. This side of the pipe is opened for writing as well until the
 * process has it open, because an opening for reading alone would wait for a process that may never come.
 */
final class OutputReader {

    private static final int BUFFER = 64 * 1024;
    /** Who writes more than this is read slowly: 64 KiB in a millisecond. It then waits, instead of taking a processor. */
    private static final long READ_AT_FULL_SPEED = 32L * 1024 * 1024;

    private final Path pipe;
    private final Stream name;
    private final RandomAccessFile keeper;
    private final FileInputStream stream;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private volatile OutputListener listener;
    private volatile boolean waiting;

    private OutputReader(Path pipe, Stream name, OutputListener listener) throws IOException {
        this.pipe = pipe;
        this.name = name;
        this.listener = listener;
        this.keeper = new RandomAccessFile(pipe.toFile(), "rw");
        try {
            this.stream = new FileInputStream(pipe.toFile());
        } catch (IOException e) {
            keeper.close();
            throw e;
        }
    }

    static OutputReader open(Path pipe, Stream name, OutputListener listener, String thread) throws IOException {
        OutputReader reader = new OutputReader(pipe, name, listener);
        // A read from a pipe would pin the carrier of a virtual thread.
        Thread.ofPlatform().daemon().name(thread).start(reader::read);
        return reader;
    }

    /** The process has the pipe open, or never will. */
    void release() {
        try {
            keeper.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Waits until the last writer has closed the pipe and all is handed over. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        try {
            finished.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    boolean isFinished() {
        return finished.isDone();
    }

    /** Whether all that has been written so far is handed over. */
    boolean isQuiet() {
        try {
            return isFinished() || (waiting && stream.available() == 0);
        } catch (IOException e) {
            return true;
        }
    }

    /** What still comes is dropped. */
    void detach() {
        listener = OutputListener.NONE;
    }

    /** Ends the reading although somebody may still hold the pipe; everything in the sandbox is dead. */
    void end() {
        detach();
        release();
        if (!isFinished()) {
            try (RandomAccessFile wake = new RandomAccessFile(pipe.toFile(), "rw")) {
                ended = true;
                wake.write(0);
                awaitEnd(TimeUnit.SECONDS.toNanos(1));
            } catch (IOException e) {
                // It is removed already; then its reader ends with its last writer.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private volatile boolean ended;

    private void read() {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        try (stream) {
            while (!ended) {
                waiting = true;
                int length = stream.read(buffer);
                waiting = false;
                if (length < 0) {
                    break;
                }
                listener.output(name, buffer, 0, length);
                total += length;
                if (total > READ_AT_FULL_SPEED) {
                    Thread.sleep(1);
                }
            }
        } catch (IOException e) {
            System.getLogger(OutputReader.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot read a pipe: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                Files.deleteIfExists(pipe);
            } catch (IOException e) {
                // The folder goes with its sandbox.
            }
            finished.complete(null);
        }
    }
}
