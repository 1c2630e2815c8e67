package dev.signalbox.benchmarks.autoscaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Tasks that come to a backend.
 *
 * @param name for people
 * @param tasks in the order in which they come
 */
record Load(String name, List<Task> tasks) {

    private static final double HOUR = 3600;

    /**
     * A task. Times are seconds.
     *
     * @param at when it comes
     * @param work how long it runs
     */
    record Task(double at, double work) {}

    /**
     * How long tasks of a kind run: log-normal, as run times are.
     *
     * @param median of it
     * @param spread standard deviation of its logarithm
     */
    record RunTime(String name, double median, double spread) {

        /** Scripts: half of them under 2 s, one in a hundred over 20 s. */
        static final RunTime QUICK = new RunTime("quick", 2, 1);
        /** Agents and builds: half of them under 75 s, one in a hundred over 12 minutes. */
        static final RunTime COMPLEX = new RunTime("complex", 75, 1);

        double mean() {
            return median * Math.exp(spread * spread / 2);
        }

        double draw(Random random) {
            return median * Math.exp(spread * random.nextGaussian());
        }
    }

    Load {
        tasks = List.copyOf(tasks);
    }

    /** The same load all the time: so many slots are busy on average. */
    static Load steady(RunTime runTime, double busySlots, double hours, Random random) {
        return poisson("steady", runTime, busySlots, hours, at -> 1, random);
    }

    /** A day in so many hours: nothing at night, a hump at noon. */
    static Load diurnal(RunTime runTime, double peakSlots, double hours, Random random) {
        double length = hours * HOUR;
        return poisson(
                "diurnal",
                runTime,
                peakSlots,
                hours,
                at -> Math.max(0, Math.sin(Math.PI * (2 * at / length - 0.5))),
                random);
    }

    /** A little all the time, and every half an hour so many tasks within half a minute. */
    static Load bursts(RunTime runTime, double busySlots, int burst, double hours, Random random) {
        List<Task> tasks =
                new ArrayList<>(steady(runTime, busySlots, hours, random).tasks());
        for (double start = HOUR / 4; start < hours * HOUR; start += HOUR / 2) {
            for (int i = 0; i < burst; i++) {
                tasks.add(new Task(start + random.nextDouble() * 30, runTime.draw(random)));
            }
        }
        tasks.sort(java.util.Comparator.comparingDouble(Task::at));
        return new Load("bursts", tasks);
    }

    /** A task now and then, on average after so many minutes. */
    static Load rare(RunTime runTime, double minutes, double hours, Random random) {
        double busySlots = runTime.mean() / (minutes * 60);
        return poisson("rare", runTime, busySlots, hours, at -> 1, random);
    }

    /** By thinning: arrivals of the highest rate, of which the share that the shape says stays. */
    private static Load poisson(
            String name, RunTime runTime, double busySlots, double hours, DoubleUnaryOperator shape, Random random) {
        double rate = busySlots / runTime.mean();
        List<Task> tasks = new ArrayList<>();
        double at = 0;
        while (true) {
            at -= Math.log(1 - random.nextDouble()) / rate;
            if (at >= hours * HOUR) {
                return new Load(name, tasks);
            }
            if (random.nextDouble() < shape.applyAsDouble(at)) {
                tasks.add(new Task(at, runTime.draw(random)));
            }
        }
    }
}
