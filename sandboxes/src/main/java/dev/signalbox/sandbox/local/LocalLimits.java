package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.LimitHit;
import java.util.Optional;

/**
 * Which limit a sandbox has hit, by what the kernel counted.
 *
 * @param resources its size
 * @param filesInMemory whether its files lie in memory of a bounded size
 */
record LocalLimits(Resources resources, boolean filesInMemory) {

    private static final long MIB = 1024L * 1024;
    private static final double NEARLY = 0.9;

    /** Whether whatever runs is to be ended. */
    Optional<LimitHit> hit(CgroupReading reading) {
        if (reading.oomKills() > 0) {
            return Optional.of(memory(reading));
        }
        return reading.refusedForks() > resources.processes() ? Optional.of(processes()) : Optional.empty();
    }

    /**
     * What a process failed by.
     *
     * @param fullness used part of its disk, 0 to 1
     */
    Optional<LimitHit> behind(CgroupReading reading, int exitCode, double fullness, String lastErrors) {
        if (reading.oomKills() > 0) {
            return Optional.of(memory(reading));
        }
        if (exitCode == 0) {
            return Optional.empty();
        }
        if (reading.refusedForks() > 0) {
            return Optional.of(processes());
        }
        if (filesInMemory && (fullness > NEARLY || lastErrors.contains("No space left on device"))) {
            int mib = BubblewrapLauncher.diskMib(resources);
            return Optional.of(new LimitHit(
                    "disk",
                    mib + " MiB",
                    "It filled its scratch disk of " + mib + " MiB (in " + BubblewrapLauncher.WORK
                            + "; half of that in /tmp)."));
        }
        return Optional.empty();
    }

    private LimitHit memory(CgroupReading reading) {
        String limit = resources.memoryMib() + " MiB";
        if (reading.peakMemoryBytes() < resources.memoryMib() * MIB * NEARLY) {
            return new LimitHit(
                    LimitHit.MACHINE, limit, "The machine ran out of memory, although the task was within its limit.");
        }
        return new LimitHit(
                "memory",
                limit,
                "It used more memory than the " + limit
                        + " of its tier, in which its files count as well. Choose a larger tier.");
    }

    private LimitHit processes() {
        return new LimitHit(
                "processes",
                Integer.toString(resources.processes()),
                "It started more processes than the " + resources.processes() + " of its tier.");
    }
}
