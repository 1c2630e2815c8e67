package dev.signalbox.benchmarks.startup;

import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.benchmarks.report.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * All starts of a run.
 *
 * @param machine where it took place
 * @param idleSeconds how long services rested before memory was read
 * @param starts in the order in which they were
 */
record StartUpReport(Machine machine, int idleSeconds, List<Start> starts) {

    private static final double MIB = 1024.0 * 1024;

    StartUpReport {
        starts = List.copyOf(starts);
    }

    String text() {
        Table table = new Table(
                "service, variant",
                "runs",
                "listening s",
                "ready s",
                "fastest",
                "CPU s",
                "compiling",
                "others",
                "resident MiB",
                "proportional",
                "threads",
                "idle cores",
                "cache");
        for (String service : distinct(Start::service)) {
            for (String variant : distinct(Start::variant)) {
                List<Start> these = starts.stream()
                        .filter(start -> start.service().equals(service)
                                && start.variant().equals(variant))
                        .toList();
                if (!these.isEmpty()) {
                    row(table, service + " " + variant, these);
                }
            }
        }
        return machine.cores() + " cores (" + machine.processor() + "), " + machine.memoryMib() + " MiB, "
                + machine.system() + ", JDK " + machine.jdk() + ", commit " + machine.commit() + "\n"
                + "Medians. Memory after " + idleSeconds + " s of rest. Others: cores that somebody else kept busy, "
                + "Kafka and PostgreSQL included; above a few tenths only CPU and ratios count.\n\n" + table;
    }

    private Set<String> distinct(java.util.function.Function<Start, String> name) {
        return new LinkedHashSet<>(starts.stream().map(name).toList());
    }

    private static void row(Table table, String name, List<Start> these) {
        double fastest = these.stream().mapToDouble(Start::readySeconds).min().orElse(0);
        table.row(
                name,
                Integer.toString(these.size()),
                two(median(these, Start::listeningSeconds)),
                two(median(these, Start::readySeconds)),
                two(fastest),
                two(median(these, Start::cpuSeconds)),
                two(median(these, Start::compilingSeconds)),
                two(median(these, Start::othersCores)),
                whole(median(these, Start::residentBytes) / MIB),
                whole(median(these, Start::proportionalBytes) / MIB),
                whole(median(these, Start::threads)),
                String.format(Locale.ROOT, "%.3f", median(these, Start::idleCores)),
                these.stream().allMatch(Start::cached) ? "yes" : "no");
    }

    static double median(List<Start> starts, ToDoubleFunction<Start> value) {
        double[] sorted = starts.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
