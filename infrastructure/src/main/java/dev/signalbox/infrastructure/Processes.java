package dev.signalbox.infrastructure;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends processes that an earlier run left behind. */
final class Processes {

    private Processes() {}

    /** Whether the process lives and its command line says that it is the one meant, not a later one of the same number. */
    static boolean isOurs(long pid, String commandLinePart) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains(commandLinePart))
                .isPresent();
    }

    /**
     * Whether there is a living process of that number. One that ended and that nobody has asked for its exit code, as
     * in a container whose first process does not, has no command any more.
     */
    static boolean alive(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    /**
     * Asks by the signal, waits, then kills.
     *
     * @param signal a name that {@code kill} knows: {@code TERM}, {@code INT}
     */
    static void end(long pid, String signal, Duration patience) throws IOException {
        if (!alive(pid)) {
            return;
        }
        signal(pid, signal);
        if (!endsWithin(pid, patience)) {
            signal(pid, "KILL");
            endsWithin(pid, Duration.ofSeconds(10));
        }
    }

    private static void signal(long pid, String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean endsWithin(long pid, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (alive(pid)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
