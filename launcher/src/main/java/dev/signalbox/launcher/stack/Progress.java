package dev.signalbox.launcher.stack;

import java.io.PrintStream;
import java.util.Locale;

/** What the user sees while something goes on: lines, and on a terminal one line that changes. */
public final class Progress {

    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean changing;

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Progress on standard error, so that standard output holds results alone. */
    public static Progress onStandardError() {
        return new Progress(System.err, isTerminal());
    }

    /** Whether a person is looking. */
    public static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    public synchronized void line(String text) {
        clear();
        out.println(text);
    }

    /** Shown until the next line, on a terminal alone. */
    public synchronized void status(String text) {
        if (terminal) {
            out.print(CLEAR_LINE + text);
            out.flush();
            changing = true;
        }
    }

    public synchronized void clear() {
        if (changing) {
            out.print(CLEAR_LINE);
            out.flush();
            changing = false;
        }
    }

    /** {@code 12.3 s}. */
    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
