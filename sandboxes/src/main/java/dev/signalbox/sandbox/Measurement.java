package dev.signalbox.sandbox;

/**
 * What a sandbox has used.
 *
 * @param cpuSeconds processor time; 0 where the backend does not say
 * @param peakMemoryBytes most memory at once; 0 where the backend does not say
 */
public record Measurement(double cpuSeconds, long peakMemoryBytes) {

    public static final Measurement UNKNOWN = new Measurement(0, 0);
}
