package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts processes, all from one thread that lives as long as the executor: the kernel kills a process that wants to die
 * with its parent when the parent's <em>thread</em> ends that started it, and the threads that carry virtual threads
 * come and go.
 */
final class Spawner implements AutoCloseable {

    /**
     * Joins the groups, then becomes the command. Arguments: files to join by, {@code --}, options file, status file,
     * command.
     */
    private static final String SCRIPT = """
            while [ "$1" != -- ]; do echo $$ > "$1" || exit 126; shift; done
            options=$2 status=$3
            shift 3
            ulimit -c 0
            ulimit -n 4096 2>/dev/null
            exec "$@" 3<"$options" 4>"$status"
            """;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sandbox-spawner").factory());

    Process start(WorkFolder folder, Cgroup group, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "signalbox"));
        for (Path file : group.joinFiles()) {
            line.add(file.toString());
        }
        line.add("--");
        line.add(folder.options().toString());
        line.add(folder.status().toString());
        line.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.control().toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Future<Process> starting = thread.submit(builder::start);
        try {
            return starting.get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + command.getFirst(), e.getCause());
        } catch (InterruptedException e) {
            // It may be started all the same.
            thread.execute(() -> {
                if (starting.state() == Future.State.SUCCESS) {
                    starting.resultNow().destroyForcibly();
                }
            });
            throw e;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
