package dev.signalbox.benchmarks.autoscaling;

import dev.signalbox.benchmarks.autoscaling.Load.RunTime;
import dev.signalbox.benchmarks.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** {@code ./signalbox benchmark autoscaling}: why the thresholds are what they are (docs/operations/autoscaling.md). */
public final class AutoscalingBenchmark {

    private static final String USAGE = """
            Usage: benchmark autoscaling [--seed N]

            Simulates one backend under KEDA and the horizontal pod autoscaler: what is looked at, the target per pod, how
            often is looked, how long the last pod stays, how long attempts may go on in a pod that goes.
            Needs nothing that runs. The same seed (1) gives the same figures.
            """;
    private static final int WRONG_USAGE = 2;

    /** What was chosen; each table changes one thing of it. Eight slots of two processors, pods that start in 20 s. */
    static final Setting CHOSEN = new Setting(Signal.WAITING_AND_RUNNING, 8, 0.75, 0, 20, 5, 300, 120, 20, 1800, 5);

    /** What an executor has where nothing is set. */
    private static final double DEFAULT_GRACE = 15;

    private final long seed;

    private AutoscalingBenchmark(long seed) {
        this.seed = seed;
    }

    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        if (given.contains("--help") || given.contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        try {
            new AutoscalingBenchmark(seed(given)).print();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USAGE);
        }
    }

    private static long seed(List<String> arguments) {
        if (arguments.isEmpty()) {
            return 1;
        }
        if (arguments.size() != 2 || !arguments.getFirst().equals("--seed")) {
            throw new IllegalArgumentException("only --seed N is known; --help says more");
        }
        try {
            return Long.parseLong(arguments.getLast());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seed takes a number");
        }
    }

    private void print() {
        signals();
        targets();
        looking();
        coolDown();
        goingDown();
        slots();
    }

    private void signals() {
        Table table = new Table(heading("what is looked at"));
        for (RunTime runTime : List.of(RunTime.QUICK, RunTime.COMPLEX)) {
            for (Load load : List.of(diurnal(runTime), bursts(runTime))) {
                for (Signal signal : Signal.values()) {
                    boolean canBeNone = signal == Signal.WAITING_AND_RUNNING || signal == Signal.WAITING;
                    row(
                            table,
                            runTime,
                            load,
                            signal.words(),
                            CHOSEN.withSignal(signal, canBeNone ? 0 : 1).withGrace(DEFAULT_GRACE));
                }
            }
        }
        show(
                "1. The signal (at least one pod where it cannot say \"none\"; grace 15 s, the executor's default)",
                table);
    }

    private void targets() {
        Table table = new Table(heading("utilisation"));
        for (RunTime runTime : List.of(RunTime.QUICK, RunTime.COMPLEX)) {
            for (Load load : List.of(steady(runTime), diurnal(runTime), bursts(runTime))) {
                for (double utilisation : new double[] {0.5, 0.625, 0.75, 0.875, 1.0, 1.5}) {
                    row(table, runTime, load, percent(utilisation), CHOSEN.withUtilisation(utilisation));
                }
            }
        }
        show("2. The target: share of a pod's slots that is to be busy", table);
    }

    private void looking() {
        Table table = new Table("poll s", "scrape s", "cold starts", "p50 s", "p95 s", "p99 s");
        Load load = rare(RunTime.QUICK, 20, 400);
        for (double poll : new double[] {5, 15, 30}) {
            for (double scrape : new double[] {5, 15, 30}) {
                Outcome outcome = run(
                        CHOSEN.withTimes(poll, CHOSEN.coolDown(), CHOSEN.stabilisation())
                                .withScrape(scrape),
                        load);
                table.row(
                        number(poll),
                        number(scrape),
                        Integer.toString(outcome.coldAges().length),
                        seconds(outcome.coldAge(0.5)),
                        seconds(outcome.coldAge(0.95)),
                        seconds(outcome.coldAge(0.99)));
            }
        }
        show("3. How often is looked: wait of tasks that come while there is no pod (pods start in 20 s)", table);
    }

    private void coolDown() {
        Table table = new Table("load", "cool-down s", "tasks", "cold starts", "p50 s", "p95 s", "pod-hours");
        for (double minutes : new double[] {2, 10, 60}) {
            Load load = rare(RunTime.QUICK, minutes, 100);
            for (double coolDown : new double[] {60, 300, 900, 1800}) {
                coldRow(
                        table,
                        minutes,
                        number(coolDown),
                        run(CHOSEN.withTimes(CHOSEN.poll(), coolDown, CHOSEN.stabilisation()), load));
            }
            coldRow(table, minutes, "one stays", run(CHOSEN.withFewest(1), load));
        }
        show("4. How long the last pod stays: 100 hours of a task every so many minutes", table);
    }

    private static void coldRow(Table table, double minutes, String coolDown, Outcome outcome) {
        table.row(
                "every " + number(minutes) + " min",
                coolDown,
                Integer.toString(outcome.tasks()),
                Integer.toString(outcome.coldAges().length),
                seconds(outcome.age(0.5)),
                seconds(outcome.age(0.95)),
                hours(outcome.podHours()));
    }

    private void goingDown() {
        Table table = new Table(heading("window s / grace s"));
        for (RunTime runTime : List.of(RunTime.QUICK, RunTime.COMPLEX)) {
            for (Load load : List.of(diurnal(runTime), bursts(runTime))) {
                for (double stabilisation : new double[] {0, 60, 120, 300, 900}) {
                    for (double grace : new double[] {15, 120, 600, 1800}) {
                        if (runTime == RunTime.QUICK && grace > 120) {
                            continue;
                        }
                        row(
                                table,
                                runTime,
                                load,
                                number(stabilisation) + " / " + number(grace),
                                CHOSEN.withTimes(CHOSEN.poll(), CHOSEN.coolDown(), stabilisation)
                                        .withGrace(grace));
                    }
                }
            }
        }
        show("5. Going down: the stabilisation window, and how long attempts may go on", table);
    }

    private void slots() {
        Table table = new Table(heading("pods start in s"));
        for (RunTime runTime : List.of(RunTime.QUICK, RunTime.COMPLEX)) {
            for (double startUp : new double[] {2, 10, 20, 60, 180}) {
                row(table, runTime, bursts(runTime), number(startUp), CHOSEN.withStartUp(startUp));
            }
        }
        show("6. What a faster start would give", table);
    }

    private static String[] heading(String compared) {
        return new String[] {
            "tasks",
            "load",
            compared,
            "p50 s",
            "p95 s",
            "p99 s",
            "pod-hours",
            "busy",
            "handed back",
            "lost work",
            "dead"
        };
    }

    private void row(Table table, RunTime runTime, Load load, String compared, Setting setting) {
        Outcome outcome = run(setting, load);
        double slotSeconds = outcome.podSeconds() * setting.slots();
        table.row(
                runTime.name(),
                load.name(),
                compared,
                seconds(outcome.age(0.5)),
                seconds(outcome.age(0.95)),
                seconds(outcome.age(0.99)),
                hours(outcome.podHours()),
                percent(outcome.workSeconds() / slotSeconds),
                percent(outcome.handedBackShare()),
                percent(outcome.lostShare()),
                Integer.toString(outcome.dead()));
    }

    private Outcome run(Setting setting, Load load) {
        return Simulation.run(setting, load, seed);
    }

    private Load steady(RunTime runTime) {
        return Load.steady(runTime, 20, 8, new Random(seed));
    }

    /** A day in a third of it, so that it changes three times as fast as it would. */
    private Load diurnal(RunTime runTime) {
        return Load.diurnal(runTime, 40, 8, new Random(seed));
    }

    private Load bursts(RunTime runTime) {
        return Load.bursts(runTime, 2, runTime == RunTime.QUICK ? 400 : 60, 8, new Random(seed));
    }

    private Load rare(RunTime runTime, double minutes, double hours) {
        return Load.rare(runTime, minutes, hours, new Random(seed));
    }

    private static void show(String title, Table table) {
        System.out.println(title);
        System.out.println(table);
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }

    private static String hours(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.1 ? "%.2f %%" : "%.0f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
