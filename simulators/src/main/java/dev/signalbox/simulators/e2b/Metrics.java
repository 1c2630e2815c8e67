package dev.signalbox.simulators.e2b;

import dev.signalbox.sandbox.Measurement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a sandbox uses, as both planes say it. */
final class Metrics {

    private static final long MIB = 1024L * 1024;
    private static final double PERCENT = 100;

    private Metrics() {}

    /** A point of the control plane's. */
    static Map<String, Object> point(SimulatedSandbox sandbox, Instant now) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("timestamp", now);
        map.put("timestampUnix", now.getEpochSecond());
        map.put("cpuCount", sandbox.size.vcpus());
        map.put("cpuUsedPct", cpuPercent(sandbox, now));
        map.put("memUsed", sandbox.inside.measure().peakMemoryBytes());
        map.put("memTotal", sandbox.size.memoryMib() * MIB);
        map.put("memCache", 0);
        map.put("diskUsed", 0);
        map.put("diskTotal", sandbox.size.diskMib() * MIB);
        return map;
    }

    /** What envd says. */
    static Map<String, Object> envd(SimulatedSandbox sandbox, Instant now) {
        Measurement used = sandbox.inside.measure();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ts", now.getEpochSecond());
        map.put("cpu_count", sandbox.size.vcpus());
        map.put("cpu_used_pct", cpuPercent(sandbox, now));
        map.put("mem_total", sandbox.size.memoryMib() * MIB);
        map.put("mem_used", used.peakMemoryBytes());
        map.put("mem_total_mib", sandbox.size.memoryMib());
        map.put("mem_used_mib", used.peakMemoryBytes() / MIB);
        map.put("mem_cache", 0);
        map.put("disk_used", 0);
        map.put("disk_total", sandbox.size.diskMib() * MIB);
        return map;
    }

    /** The mean since the start, of all processors together. */
    private static double cpuPercent(SimulatedSandbox sandbox, Instant now) {
        double seconds = Math.max(0.001, sandbox.counted(now).toMillis() / 1000.0);
        return Math.min(PERCENT, PERCENT * sandbox.inside.measure().cpuSeconds() / seconds / sandbox.size.vcpus());
    }
}
