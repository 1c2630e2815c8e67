package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.report.StepResult;
import dev.signalbox.benchmarks.report.StepResult.Load;
import dev.signalbox.benchmarks.report.StepResult.Step;
import dev.signalbox.benchmarks.report.StepResult.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a run and their order: the floor's stands beside the stack's, so that a disturbance of the machine
 * meets both.
 */
final class LoadPlan {

    /** Part of saturation at which latency under load is measured. */
    static final double BUSY = 0.7;

    /** A measurement at a low rate takes longer, for the sake of its 99th percentile. */
    private static final double LOW_RATE_LENGTH = 1.5;

    /** One round of warming up: virtual machines compile as they go, and what is measured first is measured cold. */
    private static final double WARM_UP_LENGTH = 0.5;

    /** Warming up goes on while a round does so much better than the best before it, */
    private static final double STILL_WARMING = 1.1;

    /** or while so large a part of the CPU goes into compiling. */
    private static final double STILL_COMPILING = 0.2;

    private static final double FLOOR_LENGTH = 0.5;
    private static final int WARM_UP_CLIENTS = 32;

    private final LoadOptions options;
    private final List<Way> ways;
    private final List<Subject> subjects;
    private final LoadGenerator generator;
    private final List<StepResult> results = new ArrayList<>();

    LoadPlan(LoadOptions options, List<Way> ways, Subject signalbox, @Nullable Subject floor, LoadGenerator generator) {
        this.options = options;
        this.ways = ways;
        this.subjects = floor == null ? List.of(signalbox) : List.of(signalbox, floor);
        this.generator = generator;
    }

    /** Measures all. What is run to warm up is checked as well, but not reported. */
    List<StepResult> run() throws InterruptedException {
        for (Way way : ways) {
            for (Subject subject : subjects) {
                warmUp(subject, way);
            }
        }
        for (Way way : ways) {
            for (int clients : clients(way)) {
                String name = way == Way.REST ? clients + " clients" : clients + " in flight";
                each(way, Load.CLOSED, name, clients, 1.0, true);
            }
        }
        for (Way way : ways) {
            each(way, Load.OPEN, options.rate() + " tasks/s", options.rate(), LOW_RATE_LENGTH, true);
        }
        for (Way way : ways) {
            for (Subject subject : subjects) {
                double rate = Math.max(1, Math.floor(BUSY * saturation(results, subject.system(), way)));
                String name = Math.round(BUSY * 100) + " % of saturation";
                one(subject, way, Load.OPEN, name, rate, 1.0, true);
            }
        }
        return results;
    }

    private void warmUp(Subject subject, Way way) throws InterruptedException {
        double best = 0;
        for (int round = 1; round <= warmUpRounds(way); round++) {
            StepResult result = one(subject, way, Load.CLOSED, "warm up", warmUpClients(way), WARM_UP_LENGTH, false);
            if (result.tasksPerSecond() < best * STILL_WARMING && result.compilingPart() < STILL_COMPILING) {
                return;
            }
            best = Math.max(best, result.tasksPerSecond());
        }
    }

    /** At most; whoever comes second finds the services warm. */
    private static int warmUpRounds(Way way) {
        return way == Way.REST ? 6 : 3;
    }

    /** The most tasks per second of the closed loops, 0 where there is none. */
    static double saturation(List<StepResult> results, StepResult.System system, Way way) {
        return results.stream()
                .filter(result -> result.step().system() == system
                        && result.step().way() == way
                        && result.step().load() == Load.CLOSED)
                .mapToDouble(StepResult::tasksPerSecond)
                .max()
                .orElse(0);
    }

    private int warmUpClients(Way way) {
        return way == Way.REST ? WARM_UP_CLIENTS : options.inFlight();
    }

    private List<Integer> clients(Way way) {
        return way == Way.REST ? options.clients() : List.of(options.inFlight());
    }

    private void each(Way way, Load load, String name, double amount, double length, boolean kept)
            throws InterruptedException {
        for (Subject subject : subjects) {
            one(subject, way, load, name, amount, length, kept);
        }
    }

    private StepResult one(Subject subject, Way way, Load load, String name, double amount, double length, boolean kept)
            throws InterruptedException {
        double part = subject.system() == StepResult.System.FLOOR ? FLOOR_LENGTH : 1.0;
        Step step = new Step(subject.system(), way, load, name, amount, options.seconds() * length * part);
        StepResult result = generator.run(step, subject.target(way), subject.processes());
        LoadRun.progress(String.format(
                Locale.ROOT,
                "%-9s %-5s %-20s %,8.0f tasks/s  %s  %.0f %% compiling",
                word(step.system()),
                word(way),
                name,
                result.tasksPerSecond(),
                result.latency(),
                result.compilingPart() * 100));
        if (kept || !result.passed()) {
            results.add(result);
        }
        return result;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** How long a run takes at most, in seconds, beside start and check. */
    static long estimate(LoadOptions options) {
        double perSubject = 0;
        for (String way : options.ways()) {
            int rounds = warmUpRounds(Way.valueOf(way.toUpperCase(Locale.ROOT)));
            int closed = way.equals(LoadOptions.REST) ? options.clients().size() : 1;
            perSubject += WARM_UP_LENGTH * rounds + closed + LOW_RATE_LENGTH + 1;
        }
        return Math.round(perSubject * (options.floor() ? 1 + FLOOR_LENGTH : 1) * options.seconds());
    }
}
