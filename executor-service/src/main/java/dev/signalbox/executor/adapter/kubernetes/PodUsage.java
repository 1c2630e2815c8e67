package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.sandbox.Measurement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pod has used, from what each command reports at its end: the numbers of the pod's control group (version 2) if
 * it shows them, else the processor time of the command and its children, and no memory. Thread-safe.
 */
final class PodUsage {

    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");
    private static final double MICROSECONDS = 1e6;
    private static final double MINUTE = 60;
    private static final int FIELDS = 5;

    private double ofCommands;
    private double ofGroup;
    private long peak;
    private long killed;

    /** A report: {@code code:times:usage_usec:peak:oom_kill}. */
    synchronized void ended(String tag, String line) {
        String[] fields = line.split(":", FIELDS);
        if (fields.length < FIELDS) {
            return;
        }
        Matcher times = TIME.matcher(fields[1]);
        while (times.find()) {
            ofCommands += Long.parseLong(times.group(1)) * MINUTE + Double.parseDouble(times.group(2));
        }
        ofGroup = Math.max(ofGroup, number(fields[2]) / MICROSECONDS);
        peak = Math.max(peak, number(fields[3]));
        killed = Math.max(killed, number(fields[4]));
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    synchronized Measurement measurement() {
        return new Measurement(Math.max(ofGroup, ofCommands), peak);
    }

    /** Whether the kernel ended a process of the pod. */
    synchronized boolean outOfMemory() {
        return killed > 0;
    }
}
