package dev.signalbox.benchmarks.autoscaling;

import java.util.Arrays;

/**
 * What came of a simulation. Times are seconds.
 *
 * @param ages of each task: from its arrival to its first start, in ascending order
 * @param coldAges the same of tasks that came while there was no pod that could take them
 * @param podSeconds of all pods, while they start and while they go as well
 * @param workSeconds of work that was finished
 * @param lostSeconds of work that was begun and handed back
 * @param handedBack times that an attempt was handed back because its pod went
 * @param dead tasks that were handed back too often
 * @param inSystemSeconds integral over time of the tasks that waited or ran
 * @param sojournSeconds sum over tasks of the time from arrival to end
 * @param busySlotSeconds integral over time of the slots that were busy
 * @param mostPods at once
 */
record Outcome(
        double[] ages,
        double[] coldAges,
        double podSeconds,
        double workSeconds,
        double lostSeconds,
        int handedBack,
        int dead,
        double inSystemSeconds,
        double sojournSeconds,
        double busySlotSeconds,
        int mostPods) {

    private static final double SECONDS_PER_HOUR = 3600;

    int tasks() {
        return ages.length;
    }

    /** The age that this share of the tasks did not pass. */
    double age(double share) {
        return quantile(ages, share);
    }

    double coldAge(double share) {
        return quantile(coldAges, share);
    }

    double meanAge() {
        return Arrays.stream(ages).average().orElse(0);
    }

    double podHours() {
        return podSeconds / SECONDS_PER_HOUR;
    }

    /** Share of attempts that were handed back. */
    double handedBackShare() {
        return tasks() == 0 ? 0 : (double) handedBack / tasks();
    }

    /** Share of all work that was done in vain. */
    double lostShare() {
        return workSeconds == 0 ? 0 : lostSeconds / (lostSeconds + workSeconds);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }
}
