package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The folder of one sandbox on the machine: {@code control} (scripts, pipes and the files to place, shown read-only to
 * programs, each removed as soon as it was used), {@code labels} (whose it is), {@code work} (only where there is no
 * sandbox to keep the working folder in memory).
 */
final class WorkFolder implements AutoCloseable {

    static final String INPUT = "in";
    static final String ODD_INPUT = "odd";
    static final String SCRIPT = "run";
    private static final String LABELS = "labels";
    private static final int SHEBANG_LENGTH = 2;

    private final Path folder;
    private final OptionalInt user;
    private final Runnable released;

    WorkFolder(Path folder, OptionalInt user, Runnable released) {
        this.folder = folder;
        this.user = user;
        this.released = released;
    }

    /** Shown to the program. */
    Path control() {
        return folder.resolve("control");
    }

    /** Working folder where it is on disk. */
    Path work() {
        return folder.resolve("work");
    }

    /** Where the layers of a system are mounted. */
    Path layers() {
        return folder.resolve("layers");
    }

    /** Options of bubblewrap. */
    Path options() {
        return folder.resolve("options");
    }

    /** What bubblewrap reports. */
    Path status() {
        return folder.resolve("status");
    }

    /** The user that the program runs as; empty when it is the executor's own. */
    OptionalInt user() {
        return user;
    }

    /**
     * Puts files where a step takes them from. A path that is not plain ASCII may not be writable for this JVM (it
     * depends on its locale), so such files lie there by number.
     *
     * @param files by paths that lead nowhere else
     * @return numbers of the files that the step has to name, by path
     */
    Map<String, Integer> place(int operation, Map<String, byte[]> files) throws IOException {
        Map<String, Integer> odd = new TreeMap<>();
        Path step = control().resolve(Integer.toString(operation));
        Path input = Files.createDirectories(step.resolve(INPUT));
        List<String> paths = new ArrayList<>(files.keySet());
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            byte[] content = files.getOrDefault(path, new byte[0]);
            Path target = input.resolve(".").normalize();
            if (path.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                target = input.resolve(path);
            } else {
                target = step.resolve(ODD_INPUT).resolve(Integer.toString(i));
                odd.put(path, i);
            }
            Files.createDirectories(target.getParent());
            Files.write(target, content);
            if (content.length > SHEBANG_LENGTH && content[0] == '#' && content[1] == '!') {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return odd;
    }

    void writeControl(String name, String content, boolean executable) throws IOException {
        Path file = control().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Writes what only the executor and bubblewrap may read. */
    void writeOptions(byte[] options) throws IOException {
        Files.createFile(options(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(options(), options);
    }

    /** Hands everything to the user that the program runs as, and shuts everybody else out. */
    void handOver() throws IOException {
        if (user.isPresent()) {
            give(folder);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private void give(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                return toUser(path);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                return toUser(path);
            }

            private FileVisitResult toUser(Path path) throws IOException {
                Files.setAttribute(path, "unix:uid", user.orElseThrow());
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Writes the script of an operation and hands all of its files over. */
    void writeScript(int operation, String script) throws IOException {
        writeControl(operation + "/" + SCRIPT, script, false);
        if (user.isPresent()) {
            give(control().resolve(Integer.toString(operation)));
        }
    }

    /** Removes the files of an operation: they hold the task's code and environment. */
    void forget(int operation) {
        Path step = control().resolve(Integer.toString(operation));
        if (Files.exists(step)) {
            WorkFolders.remove(step);
        }
    }

    /** Removes the options of the start: they hold the task's environment. */
    void forgetOptions() {
        try {
            Files.deleteIfExists(options());
        } catch (IOException e) {
            System.getLogger(WorkFolder.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove {0}: {1}", options(), e.toString());
        }
    }

    /** Whose it is, in one step, so that nobody reads half of it. */
    void writeLabels(Properties labels) throws IOException {
        Path fresh = folder.resolve(LABELS + ".new");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            labels.store(writer, null);
        }
        Files.move(fresh, folder.resolve(LABELS), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whose the sandbox in a folder is; empty when the folder has nobody or is gone. */
    static Properties readLabels(Path folder) {
        Properties labels = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(LABELS))) {
            labels.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            labels.clear();
        }
        return labels;
    }

    @Override
    public void close() {
        WorkFolders.remove(folder);
        released.run();
    }
}
