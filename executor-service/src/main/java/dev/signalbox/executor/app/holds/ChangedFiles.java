package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a task changed in a sandbox that goes on living: files that are newer than a mark. What lies there of earlier tasks is
 * not this task's. A program that turns the mark back only deceives its own session.
 */
final class ChangedFiles {

    static final int MOST_FILES = 100;
    static final int MOST_FILE_BYTES = 256 * 1024;
    static final int MOST_BYTES = 1024 * 1024;

    private static final int MOST_LISTED_BYTES = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MARK = "/tmp/.signalbox-task";
    private static final String SET_MARK = "rm -rf " + MARK + "; : >" + MARK;
    private static final String LIST = "set --; [ -e " + MARK + " ] && set -- -newer " + MARK + "\n"
            + "find . -maxdepth 32 -type d '(' -name .cache -o -name __pycache__ -o -name .npm -o -name node_modules ')' -prune"
            + " -o -type f \"$@\" -printf '%s %P\\0' 2>/dev/null | head -c " + MOST_LISTED_BYTES;

    private ChangedFiles() {}

    private record Changed(String path, long size) {

        String folder() {
            return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
        }
    }

    /** From now on; also shows that processes can be started. */
    static void mark(Sandbox sandbox) throws SandboxException, InterruptedException {
        run(sandbox, SET_MARK);
    }

    /**
     * New and changed regular files since the mark, with the bounds that hold for all results.
     *
     * @param placed what the task itself brought, by path
     */
    static List<ProducedFile> list(Sandbox sandbox, Map<String, byte[]> placed)
            throws SandboxException, InterruptedException {
        List<Changed> changed = new ArrayList<>();
        for (String line : run(sandbox, LIST).split("\0")) {
            int space = line.indexOf(' ');
            if (space > 0 && line.substring(0, space).matches("\\d{1,18}")) {
                changed.add(new Changed(line.substring(space + 1), Long.parseLong(line.substring(0, space))));
            }
        }
        changed.sort(Comparator.comparing(Changed::folder).thenComparing(Changed::path));
        List<ProducedFile> files = new ArrayList<>();
        int bytes = 0;
        for (Changed file : changed) {
            if (files.size() >= MOST_FILES) {
                break;
            }
            byte[] before = placed.get(file.path());
            boolean mayBeTheSame = before != null && before.length == file.size();
            boolean fits = file.size() <= MOST_FILE_BYTES && file.size() <= MOST_BYTES - bytes;
            byte[] content = fits || mayBeTheSame ? read(sandbox, file) : null;
            if (content != null && mayBeTheSame && Arrays.equals(before, content)) {
                continue;
            }
            if (content == null || !fits || content.length > MOST_FILE_BYTES) {
                files.add(new ProducedFile(file.path(), file.size(), null));
            } else {
                bytes += content.length;
                files.add(new ProducedFile(
                        file.path(), content.length, Base64.getEncoder().encodeToString(content)));
            }
        }
        return List.copyOf(files);
    }

    private static byte @org.jspecify.annotations.Nullable [] read(Sandbox sandbox, Changed file)
            throws SandboxException, InterruptedException {
        try {
            return sandbox.read(file.path(), (int) Math.max(1, file.size()));
        } catch (SandboxException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private static String run(Sandbox sandbox, String script) throws SandboxException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        SandboxProcess process = sandbox.start(Command.bash(script), (stream, bytes, offset, length) -> {
            if (stream == Stream.STDOUT) {
                synchronized (output) {
                    output.write(bytes, offset, length);
                }
            }
        });
        try {
            if (!process.awaitEnd(PATIENCE) || process.exitCode() != 0) {
                throw new SandboxException(Kind.UNAVAILABLE, "The files of a held sandbox could not be looked at.");
            }
        } finally {
            process.kill();
        }
        synchronized (output) {
            return output.toString(StandardCharsets.UTF_8);
        }
    }
}
