package dev.signalbox.sandbox.local;

/**
 * What the kernel counted for a group.
 *
 * @param oomKills processes killed because the group was out of memory
 * @param refusedForks processes or threads that were refused
 * @param cpuNanos processor time of all processes
 * @param peakMemoryBytes most memory at once, with files in memory
 * @param memoryBytes memory in use, with files in memory
 */
record CgroupReading(long oomKills, long refusedForks, long cpuNanos, long peakMemoryBytes, long memoryBytes) {

    static final CgroupReading NOTHING = new CgroupReading(0, 0, 0, 0, 0);
}
