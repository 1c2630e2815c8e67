package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A stock of named pipes for all sandboxes of an executor. Java cannot make them, and a program for a few of them takes
 * longer than anything else in the start of a process; so many are made at once and moved to where they are needed.
 */
final class NamedPipes {

    private static final int MADE_AT_ONCE = 64;

    private final Path folder;
    private final Deque<String> free = new ArrayDeque<>();
    private long made;

    private NamedPipes(Path folder) {
        this.folder = folder;
    }

    /** A stock in a folder of its own. */
    static NamedPipes below(Path folder) throws IOException {
        return new NamedPipes(Files.createDirectories(folder));
    }

    /**
     * Moves a pipe that nobody has used into a folder.
     *
     * @return its name there
     */
    String take(Path target) throws IOException, InterruptedException {
        String name = next();
        Files.move(folder.resolve(name), target.resolve(name));
        return name;
    }

    private synchronized String next() throws IOException, InterruptedException {
        if (free.isEmpty()) {
            make();
        }
        return free.remove();
    }

    private void make() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < MADE_AT_ONCE; i++) {
            names.add("f" + ++made);
        }
        // Programs of other users open them; the folders above let nobody else through.
        List<String> command = new ArrayList<>(List.of("mkfifo", "-m", "666"));
        command.addAll(names);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("mkfifo failed");
        }
        free.addAll(names);
    }
}
