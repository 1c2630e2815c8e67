package dev.signalbox.evaluation;

import dev.signalbox.evaluation.item.ItemFile;
import java.io.PrintWriter;

/** On a terminal, how far a file is. */
final class Progress implements AutoCloseable {

    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter err;
    private final String file;
    private final boolean terminal;
    private long items;
    private long shown;

    private Progress(PrintWriter err, String file, boolean terminal) {
        this.err = err;
        this.file = file;
        this.terminal = terminal;
        this.shown = System.nanoTime();
    }

    static Progress of(PrintWriter err, ItemFile file) {
        return new Progress(
                err,
                file.path().toString(),
                System.console() != null && System.console().isTerminal());
    }

    void step() {
        items++;
        long now = System.nanoTime();
        if (terminal && now - shown > EVERY_NANOS) {
            shown = now;
            err.print("\r\033[K" + file + ": " + items + " items");
            err.flush();
        }
    }

    /** Takes the line away. */
    void clear() {
        if (terminal) {
            err.print("\r\033[K");
            err.flush();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
