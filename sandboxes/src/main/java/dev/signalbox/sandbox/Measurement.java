package dev.signalbox.sandbox;

/**
 * What a sandbox has used.
 *
 * @param cpuSeconds processor time; 0 where the backend does not say
 * @param peakMemoryBytes most memory at once; 0 where the backend does not say
 * @param memoryBytes memory in use now; 0 where the backend does not say
 */
public record Measurement(double cpuSeconds, long peakMemoryBytes, long memoryBytes) {

    public static final Measurement UNKNOWN = new Measurement(0, 0, 0);

    /** Of a backend that does not say what is in use now. */
    public Measurement(double cpuSeconds, long peakMemoryBytes) {
        this(cpuSeconds, peakMemoryBytes, 0);
    }
}
