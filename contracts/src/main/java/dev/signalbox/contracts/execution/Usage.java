package dev.signalbox.contracts.execution;

/**
 * What an attempt used.
 *
 * @param cpuSeconds processor time of all its processes
 * @param peakMemoryBytes most memory at once; 0 where the backend cannot measure it
 * @param inputTokens tokens read by models, beside those of the cache
 * @param outputTokens tokens written by models
 * @param cacheReadTokens tokens read from the providers' caches
 * @param cacheWriteTokens tokens written to the providers' caches
 */
public record Usage(
        double cpuSeconds,
        long peakMemoryBytes,
        long inputTokens,
        long outputTokens,
        long cacheReadTokens,
        long cacheWriteTokens) {

    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** Without a cache. */
    public Usage(double cpuSeconds, long peakMemoryBytes, long inputTokens, long outputTokens) {
        this(cpuSeconds, peakMemoryBytes, inputTokens, outputTokens, 0, 0);
    }

    /** The same machine, with these tokens. */
    public Usage with(TokenUsage tokens) {
        return new Usage(
                cpuSeconds, peakMemoryBytes, tokens.input(), tokens.output(), tokens.cacheRead(), tokens.cacheWrite());
    }
}
