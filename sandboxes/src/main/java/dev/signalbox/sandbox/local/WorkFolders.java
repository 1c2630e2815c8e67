package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.SandboxLabels;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Folders on the machine, one for each attempt, named after it: {@code <work>/<executor>/<attempt>}. Nobody else may
 * look into them. An executor that runs as root gives each attempt a user id of its own, because a sandbox with root's id
 * may write kernel settings below /proc/sys, whatever its capabilities are.
 */
final class WorkFolders {

    /** The first of the ids that systemd keeps for services without an account. */
    private static final int FIRST_USER = 61_184;

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9~._-]");

    private final Path shared;
    private final Path own;
    private final boolean asRoot;
    private final BitSet users = new BitSet();

    private OptionalInt only = OptionalInt.empty();

    private WorkFolders(Path shared, Path own, boolean asRoot) {
        this.shared = shared;
        this.own = own;
        this.asRoot = asRoot;
    }

    /**
     * Folders for a new executor.
     *
     * @throws IOException when they cannot be made or belong to somebody else
     */
    static WorkFolders open(Path shared, String instance) throws IOException {
        Path proc = Path.of("/proc/self");
        Object ownUser =
                Files.getAttribute(Files.exists(proc) ? proc : Path.of(System.getProperty("user.home")), "unix:uid");
        boolean asRoot = ownUser.equals(0);
        Files.createDirectories(shared);
        if (!Files.getAttribute(shared, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(ownUser)) {
            throw new IOException(shared + " belongs to another user; set SIGNALBOX_WORK_DIR to a folder of your own");
        }
        // Attempts of root run as other users: they may pass through to their folder, and list nothing.
        String permissions = asRoot ? "rwx--x--x" : "rwx------";
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString(permissions));
        Path own = Files.createDirectory(
                shared.resolve(instance),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString(permissions));
        return new WorkFolders(shared, own, asRoot);
    }

    /** Removes the folders of executors that live no more. */
    void reap() {
        try (DirectoryStream<Path> instances = Files.newDirectoryStream(shared)) {
            for (Path instance : instances) {
                if (Instance.isDead(instance.getFileName().toString())) {
                    remove(instance);
                }
            }
        } catch (IOException e) {
            System.getLogger(WorkFolders.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot look for left-over folders", e);
        }
    }

    /** From now on every sandbox has this user, whose files it works on; namespaces keep them apart. */
    synchronized void useOnly(int user) {
        only = OptionalInt.of(user);
    }

    synchronized WorkFolder create(String label) throws IOException {
        Path folder = own.resolve(label);
        Files.createDirectory(folder);
        if (!asRoot) {
            return new WorkFolder(folder, OptionalInt.empty(), () -> {});
        }
        if (only.isPresent()) {
            return new WorkFolder(folder, only, () -> {});
        }
        int index = users.nextClearBit(0);
        users.set(index);
        return new WorkFolder(folder, OptionalInt.of(FIRST_USER + index), () -> release(index));
    }

    /** A folder name for a sandbox that no other has on this machine; it is in no path of programs that split at colons. */
    String nameFor(SandboxLabels labels, int number) {
        return UNSAFE.matcher(labels.text()).replaceAll("_") + "~" + own.getFileName() + "~" + number;
    }

    /** The folders of sandboxes of all executors that live. */
    List<Path> ofLivingExecutors() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> instances = Files.newDirectoryStream(shared)) {
            for (Path instance : instances) {
                if (!Instance.isDead(instance.getFileName().toString())) {
                    try (DirectoryStream<Path> sandboxes = Files.newDirectoryStream(instance)) {
                        sandboxes.forEach(found::add);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // An executor ended in this moment, and its folder with it.
        }
        return found;
    }

    /** Where pipes wait until a sandbox needs them. */
    Path pipes() {
        return own.resolve("pipes");
    }

    /** Files that all attempts of this executor may read. */
    Path settings() {
        return own.resolve("etc");
    }

    boolean asRoot() {
        return asRoot;
    }

    private synchronized void release(int index) {
        users.clear(index);
    }

    void close() {
        remove(own);
    }

    static void remove(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(WorkFolders.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove {0}: {1}", root, e.toString());
        }
    }
}
