package dev.signalbox.sandbox.local;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes the standard input of a process into a named pipe; see {@link OutputReader} for the second opening. */
final class StandardInput {

    /** Fits into a pipe, so that nobody has to wait for the process. */
    private static final int WRITTEN_AT_ONCE = 32 * 1024;

    private final RandomAccessFile keeper;

    private StandardInput(RandomAccessFile keeper) {
        this.keeper = keeper;
    }

    static StandardInput open(Path pipe, String text, String thread) throws IOException {
        RandomAccessFile keeper = new RandomAccessFile(pipe.toFile(), "rw");
        FileOutputStream stream;
        try {
            stream = new FileOutputStream(pipe.toFile());
        } catch (IOException e) {
            keeper.close();
            throw e;
        }
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        if (input.length <= WRITTEN_AT_ONCE) {
            write(stream, input);
        } else {
            Thread.ofPlatform().daemon().name(thread).start(() -> write(stream, input));
        }
        return new StandardInput(keeper);
    }

    /** The process has the pipe open, or never will. */
    void release() {
        try {
            keeper.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(FileOutputStream stream, byte[] input) {
        try (stream) {
            stream.write(input);
        } catch (IOException e) {
            // The program ended or closed its input without reading all of it, which is its right.
        }
    }
}
