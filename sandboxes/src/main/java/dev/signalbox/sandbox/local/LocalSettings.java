package dev.signalbox.sandbox.local;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the local backend.
 *
 * @param workDir where attempts have their folders
 * @param allowUnisolated whether code runs although nothing isolates it
 * @param longestDuration longest run time of an attempt
 * @param bubblewrap the program, found in the path when it is no absolute one
 * @param useCgroups whether control groups are used where they can be made
 * @param full of the profile {@code local-full}; absent for {@code local}
 */
public record LocalSettings(
        Path workDir,
        boolean allowUnisolated,
        Duration longestDuration,
        String bubblewrap,
        boolean useCgroups,
        @Nullable FullSettings full) {

    /** Settings of the profile {@code local}. */
    public LocalSettings(
            Path workDir, boolean allowUnisolated, Duration longestDuration, String bubblewrap, boolean useCgroups) {
        this(workDir, allowUnisolated, longestDuration, bubblewrap, useCgroups, null);
    }

    /** The usual ones. */
    public static LocalSettings in(Path workDir) {
        return new LocalSettings(workDir, false, Duration.ofHours(1), "bwrap", true);
    }

    /** The same for the profile {@code local-full}. */
    public LocalSettings withFull(FullSettings settings) {
        return new LocalSettings(workDir, allowUnisolated, longestDuration, bubblewrap, useCgroups, settings);
    }
}
