package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Files of a sandbox while programs run in it. Everything is done by processes inside, because a program may turn a file
 * into a link or a pipe between two looks: there it can only harm its own sandbox.
 */
final class LocalFiles {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final int LIST_BYTES = 4 * 1024 * 1024;
    private static final int ERROR_BYTES = 4096;

    private final WorkFolder folder;
    private final Supervisor supervisor;
    private final Launcher launcher;
    private final Starter starter;

    /** Starts a process of the executor's own. */
    @FunctionalInterface
    interface Starter {
        LocalProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException;
    }

    LocalFiles(WorkFolder folder, Supervisor supervisor, Launcher launcher, Starter starter) {
        this.folder = folder;
        this.supervisor = supervisor;
        this.launcher = launcher;
        this.starter = starter;
    }

    void write(Map<String, byte[]> files) throws SandboxException, InterruptedException {
        for (String path : files.keySet()) {
            RelativePaths.check(path);
        }
        if (files.isEmpty()) {
            return;
        }
        Operation operation = supervisor.prepare();
        try {
            Map<String, Integer> odd = folder.place(operation.number(), files);
            String step = launcher.control(folder) + "/" + operation.number() + "/";
            folder.writeScript(
                    operation.number(),
                    Shell.copy(step + WorkFolder.INPUT, files.size() > odd.size(), step + WorkFolder.ODD_INPUT, odd));
            supervisor.order("do " + operation.number());
            int exitCode = operation.ended().get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
            if (exitCode != 0) {
                throw new SandboxException(
                        Kind.REFUSED,
                        "the files could not be written: the disk is full, or a folder is in their place");
            }
        } catch (ExecutionException e) {
            throw Supervisor.gone();
        } catch (TimeoutException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "the sandbox does not answer", e);
        } catch (IOException e) {
            throw new SandboxException(Kind.REFUSED, "the files could not be written: " + e.getMessage(), e);
        } finally {
            supervisor.forget(operation);
            folder.forget(operation.number());
        }
    }

    byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        RelativePaths.check(path);
        return run(Shell.read(path, atMost), atMost, path);
    }

    List<Sandbox.Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        if (!path.isEmpty()) {
            RelativePaths.check(path);
        }
        String found = new String(run(Shell.list(path, depth), LIST_BYTES, path), StandardCharsets.UTF_8);
        String prefix = path.isEmpty() ? "" : path + "/";
        List<Sandbox.Entry> entries = new ArrayList<>();
        int start = 0;
        for (int end = found.indexOf('\0'); end >= 0; end = found.indexOf('\0', start)) {
            entry(found.substring(start, end), prefix, entries);
            start = end + 1;
        }
        entries.sort(Comparator.comparing(Sandbox.Entry::path));
        return List.copyOf(entries);
    }

    private static void entry(String line, String prefix, List<Sandbox.Entry> entries) {
        String[] fields = line.split(" ", 3);
        if (fields.length == 3) {
            boolean regular = fields[0].equals("f");
            try {
                entries.add(new Sandbox.Entry(
                        prefix + fields[2], fields[0].equals("d"), regular ? Long.parseLong(fields[1]) : 0));
            } catch (NumberFormatException e) {
                // A program in the sandbox says this instead of find; it deceives itself.
            }
        }
    }

    private byte[] run(Command command, int atMost, String path) throws SandboxException, InterruptedException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        LocalProcess process = starter.start(command, (stream, bytes, offset, length) -> {
            ByteArrayOutputStream target = stream == Stream.STDOUT ? stdout : stderr;
            int limit = stream == Stream.STDOUT ? atMost : ERROR_BYTES;
            synchronized (target) {
                target.write(bytes, offset, Math.min(length, limit - target.size()));
            }
        });
        if (!process.awaitEnd(AT_MOST)) {
            process.kill();
            throw new SandboxException(Kind.UNAVAILABLE, "the sandbox does not answer");
        }
        if (process.exitCode() == Shell.NOT_THERE) {
            throw new SandboxException(Kind.NOT_FOUND, "there is no " + path);
        }
        synchronized (stdout) {
            if (process.exitCode() != 0 && stdout.size() == 0) {
                throw new SandboxException(
                        Kind.NOT_FOUND,
                        "cannot read " + path + ": "
                                + stderr.toString(StandardCharsets.UTF_8).strip());
            }
            return stdout.toByteArray();
        }
    }
}
