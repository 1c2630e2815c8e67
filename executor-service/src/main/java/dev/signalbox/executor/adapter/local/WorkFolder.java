package dev.signalbox.executor.adapter.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The folder of one attempt on the machine: {@code control} (the driver script and the files to place, shown read-only
 * to the program, removed as soon as it has begun), {@code work} (only where there is no sandbox to keep the working
 * folder in memory).
 */
final class WorkFolder implements AutoCloseable {

    static final String INPUT = "in";
    static final String ODD_INPUT = "odd";
    static final String DRIVER = "run";
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
     * Puts files where the driver takes them from. A path that is not plain ASCII may not be writable for this JVM (it
     * depends on its locale), so such files lie there by number.
     *
     * @return numbers of the files that the driver has to name, by path
     */
    Map<String, Integer> place(Map<String, byte[]> files) throws IOException {
        Map<String, Integer> odd = new TreeMap<>();
        Path input = Files.createDirectories(control().resolve(INPUT));
        List<String> paths = new ArrayList<>(files.keySet());
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            byte[] content = files.getOrDefault(path, new byte[0]);
            Path target = input.resolve(".").normalize();
            if (path.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                target = input.resolve(path);
            } else {
                target = control().resolve(ODD_INPUT).resolve(Integer.toString(i));
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
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                    return give(path);
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    return give(path);
                }

                private FileVisitResult give(Path path) throws IOException {
                    Files.setAttribute(path, "unix:uid", user.getAsInt());
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Removes what the program was started with: it holds the task's code and environment. */
    void forgetInput() {
        WorkFolders.remove(control().resolve(INPUT));
        if (Files.exists(control().resolve(ODD_INPUT))) {
            WorkFolders.remove(control().resolve(ODD_INPUT));
        }
        for (Path file : List.of(options(), control().resolve(DRIVER))) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.getLogger(WorkFolder.class.getName())
                        .log(System.Logger.Level.WARNING, "cannot remove {0}: {1}", file, e.toString());
            }
        }
    }

    @Override
    public void close() {
        WorkFolders.remove(folder);
        released.run();
    }
}
