package dev.signalbox.contracts.execution;

/**
 * What an attempt used.
 *
 * @param cpuSeconds processor time of all its processes
 * @param peakMemoryBytes most memory at once; 0 where the backend cannot measure it
 * @param inputTokens tokens read by models
 * @param outputTokens tokens written by models
 */
public record Usage(double cpuSeconds, long peakMemoryBytes, long inputTokens, long outputTokens) {

    public static final Usage NONE = new Usage(0, 0, 0, 0);
}
