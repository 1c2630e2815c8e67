package dev.signalbox.sandbox;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running sandbox. Paths are relative to its working folder, in which processes start. Used by one attempt; several of
 * its threads may call it.
 */
public interface Sandbox extends AutoCloseable {

    /** The provider's name for it. */
    String id();

    /** The working folder as processes see it. */
    String workFolder();

    /**
     * Starts a process. Its output is handed over as it comes, from a thread of the sandbox.
     *
     * @throws SandboxException when it could not be started, or the sandbox is gone
     */
    SandboxProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException;

    /**
     * Writes files and the folders above them; files that are there are replaced.
     *
     * @param files contents by path
     */
    void write(Map<String, byte[]> files) throws SandboxException, InterruptedException;

    /**
     * Reads a file.
     *
     * @param atMost bytes; of a longer file the beginning is read
     * @throws SandboxException of kind {@link SandboxException.Kind#NOT_FOUND} when there is no such regular file
     */
    byte[] read(String path, int atMost) throws SandboxException, InterruptedException;

    /**
     * What is in a folder, sorted by path; links are not followed.
     *
     * @param path of the folder; empty for the working folder
     * @param depth how many levels, from 1
     * @throws SandboxException of kind {@link SandboxException.Kind#NOT_FOUND} when there is no such folder
     */
    List<Entry> list(String path, int depth) throws SandboxException, InterruptedException;

    /**
     * An entry of a folder.
     *
     * @param path relative to the working folder
     * @param folder whether it is a folder
     * @param size in bytes; 0 for folders
     */
    record Entry(String path, boolean folder, long size) {}

    /** Lets it live at least this long from now. Called again and again while work goes on. */
    void extend(Duration fromNow) throws SandboxException, InterruptedException;

    /** The size that the provider allocated and charges, where it is another than was asked for. */
    default Optional<Resources> allocated() {
        return Optional.empty();
    }

    /** What it has used so far, as far as the backend can tell. Cheap enough to be asked 20 times in a second. */
    Measurement measure();

    /**
     * The limit of its size that it has hit, if it has: whatever runs is then to be ended. Cheap.
     */
    default Optional<LimitHit> limitHit() {
        return Optional.empty();
    }

    /**
     * The limit that explains how a process ended, if one does; asked once when it has ended.
     *
     * @param exitCode of the process
     * @param lastErrors the end of what it wrote to standard error
     */
    default Optional<LimitHit> limitBehind(int exitCode, String lastErrors) {
        return limitHit();
    }

    /**
     * New and changed files, to be handed to the client. Ends what still runs; the last thing that is done with a
     * sandbox.
     *
     * @param placed what lay there before, by path
     */
    List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException;

    /**
     * Ends every process that was started in it, with all that those left behind; its files stay, and further processes
     * can be started.
     *
     * @return false where the backend cannot be sure of that: it is then not to be used for another task
     */
    default boolean endProcesses() throws SandboxException, InterruptedException {
        return false;
    }

    /**
     * Stops the sandbox without losing what is in it; it costs nothing until it is resumed. Whether processes go on
     * afterwards depends on the backend.
     *
     * @return false where the backend cannot
     */
    default boolean pause() throws SandboxException, InterruptedException {
        return false;
    }

    /** Lets a paused sandbox go on. */
    default void resume() throws SandboxException, InterruptedException {}

    /** Removes it with all that is in it, as well as can be done now. Never throws; may be called again. */
    @Override
    void close();
}
