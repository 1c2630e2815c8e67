package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;

/** What a sandbox has used, from what its daemon says of the moment, asked now and then in the background. */
final class Usage {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    private final Envd envd;
    private long asked;
    private boolean asking;
    private long previous = System.nanoTime();
    private double cpuSeconds;
    private long peakMemory;
    private long memory;

    Usage(Envd envd) {
        this.envd = envd;
    }

    synchronized Measurement measurement() {
        long now = System.nanoTime();
        if (!asking && (asked == 0 || now - asked > EVERY.toNanos())) {
            asking = true;
            asked = now;
            Background.run(this::ask);
        }
        return new Measurement(cpuSeconds, peakMemory, memory);
    }

    private void ask() throws SandboxException, InterruptedException {
        try {
            JsonNode now = envd.metrics();
            synchronized (this) {
                long time = System.nanoTime();
                double seconds = (time - previous) / NANOS;
                previous = time;
                // The share of all processors together.
                cpuSeconds += seconds
                        * now.path("cpu_used_pct").asDouble()
                        / PERCENT
                        * Math.max(1, now.path("cpu_count").asInt());
                memory = now.path("mem_used").asLong();
                peakMemory = Math.max(peakMemory, memory);
            }
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }
}
