package dev.signalbox.sandbox.local;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the local backend.
 *
 * @param workDir where attempts have their folders
 * @param allowUnisolated whether code runs although nothing isolates it
 * @param longestDuration longest run time of an attempt
 * @param bubblewrap the program, found in the path when it is no absolute one
 * @param useCgroups whether control groups are used where they can be made
 */
public record LocalSettings(
        Path workDir, boolean allowUnisolated, Duration longestDuration, String bubblewrap, boolean useCgroups) {

    /** The usual ones. */
    public static LocalSettings in(Path workDir) {
        return new LocalSettings(workDir, false, Duration.ofHours(1), "bwrap", true);
    }
}
