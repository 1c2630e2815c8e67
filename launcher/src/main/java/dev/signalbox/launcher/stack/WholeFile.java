package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears under its name when it is whole. Until then it is written beside it, under a name of its own that ends in
 * {@code .part}, so that neither an interruption nor another one that writes the same leaves half a file. Only the owner can
 * read it.
 */
public final class WholeFile implements AutoCloseable {

    private final Path named;
    private final Path target;
    private final Path part;
    private final boolean force;

    private WholeFile(Path named, Path part, boolean force) {
        this.named = named;
        this.target = named.toAbsolutePath();
        this.part = part;
        this.force = force;
    }

    /**
     * Begins one.
     *
     * @param force whether a file that is there already is replaced
     * @throws StackException when it is there, or cannot be written there
     */
    public static WholeFile at(Path file, boolean force) throws IOException, StackException {
        Path target = file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new StackException(file + " is a folder; name a file in it.");
        }
        if (!force && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw there(file);
        }
        try {
            Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
            // For who interrupts the command.
            part.toFile().deleteOnExit();
            return new WholeFile(file, part, force);
        } catch (NoSuchFileException e) {
            throw new StackException("There is no folder " + target.getParent() + " to write " + file + " to.");
        } catch (AccessDeniedException e) {
            throw new StackException("You may not write to " + target.getParent() + ".");
        }
    }

    private static StackException there(Path file) {
        return new StackException(file + " is there already. With --force it is overwritten.");
    }

    /** Where it is written until it is whole. */
    public Path part() {
        return part;
    }

    /**
     * It is whole: it gets its name.
     *
     * @throws StackException when somebody else has written a file of that name meanwhile
     */
    public void keep() throws IOException, StackException {
        if (force) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            Files.move(part, target);
        } catch (FileAlreadyExistsException e) {
            throw there(named);
        }
    }

    /** Removes what was not kept. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(part);
    }
}
