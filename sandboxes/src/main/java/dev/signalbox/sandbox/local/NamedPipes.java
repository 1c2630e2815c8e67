package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The named pipes of a sandbox, in its control folder. The first are made together with the sandbox. */
final class NamedPipes {

    /** Made by {@link Spawner}. */
    static final List<String> FIRST = List.of("f1", "f2", "f3", "f4", "f5", "f6");

    private static final int MADE_AT_ONCE = 12;

    private final Path folder;
    private final Deque<String> free = new ArrayDeque<>(FIRST);
    private int made = FIRST.size();

    NamedPipes(Path folder) {
        this.folder = folder;
    }

    /** The name of a pipe that nobody has used. */
    synchronized String take() throws IOException, InterruptedException {
        if (free.isEmpty()) {
            make();
        }
        return free.remove();
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    private void make() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < MADE_AT_ONCE; i++) {
            names.add("f" + ++made);
        }
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
