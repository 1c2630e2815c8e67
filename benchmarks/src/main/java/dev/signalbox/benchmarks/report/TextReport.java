package dev.signalbox.benchmarks.report;

import dev.signalbox.benchmarks.measure.CpuUse;
import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.benchmarks.report.StepResult.Load;
import dev.signalbox.benchmarks.report.StepResult.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@link Report} for people. */
public final class TextReport {

    private static final double MIB = 1024 * 1024;
    private static final String NOTHING = "-";

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Report report) {
        this.report = report;
    }

    /** The report as lines of text. */
    public static String of(Report report) {
        TextReport writing = new TextReport(report);
        writing.heading();
        writing.section("Throughput: each client waits for its task's end, then submits the next", Load.CLOSED);
        writing.section("Latency at a fixed rate, from the moment meant for the send to the end", Load.OPEN);
        writing.processes();
        writing.check();
        return writing.text.toString();
    }

    private void heading() {
        Machine machine = report.machine();
        text.append("\nSignalbox benchmark, ")
                .append(report.begin())
                .append(", commit ")
                .append(machine.commit());
        text.append('\n')
                .append(machine.cores())
                .append(" cores (")
                .append(machine.processor())
                .append("), ");
        text.append(machine.memoryMib())
                .append(" MiB, ")
                .append(machine.system())
                .append(", ")
                .append(machine.jdk());
        text.append("\nEvery measurement of the stack takes at least ").append(report.seconds());
        text.append(" s. Tasks of the backend noop: they pass all services and do nothing.\n");
        if (!report.missing().isEmpty()) {
            text.append("Not found, and so in no figure of CPU or memory: ")
                    .append(String.join(", ", report.missing()))
                    .append('\n');
        }
    }

    private void section(String title, Load load) {
        text.append('\n').append(title).append('\n');
        Table table = new Table(
                "",
                "",
                "asked/s",
                "tasks/s",
                "of floor",
                "p50 ms",
                "of floor",
                "p95 ms",
                "p99 ms",
                "CPU ms/task",
                "of floor",
                "compiling",
                "driver cores",
                "other cores");
        List<StepResult> steps = report.steps().stream()
                .filter(result -> result.step().load() == load)
                .sorted(Comparator.comparing(result -> result.step().way()))
                .toList();
        for (StepResult result : steps) {
            StepResult floor = floorOf(result, steps).orElse(null);
            CpuUse cpu = result.cpu();
            Double others = cpu.otherCores();
            table.row(
                    word(result.step().way()) + " " + result.step().name(),
                    word(result.step().system()),
                    load == Load.OPEN ? number(result.step().amount()) : NOTHING,
                    number(result.tasksPerSecond()),
                    ratio(result.tasksPerSecond(), floor == null ? null : floor.tasksPerSecond()),
                    number(result.latency().p50()),
                    ratio(
                            result.latency().p50(),
                            floor == null ? null : floor.latency().p50()),
                    number(result.latency().p95()),
                    number(result.latency().p99()),
                    number(result.cpuMillisPerTask()),
                    ratio(result.cpuMillisPerTask(), floor == null ? null : floor.cpuMillisPerTask()),
                    String.format(Locale.ROOT, "%.0f%%", result.compilingPart() * 100),
                    number(cpu.driverCores()),
                    others == null ? NOTHING : number(others));
        }
        text.append(table);
    }

    private static Optional<StepResult> floorOf(StepResult result, List<StepResult> steps) {
        Step step = result.step();
        Predicate<Step> same = other -> other.system() == StepResult.System.FLOOR
                && other.way() == step.way()
                && other.load() == step.load()
                && other.name().equals(step.name());
        return step.system() == StepResult.System.FLOOR
                ? Optional.empty()
                : steps.stream().filter(other -> same.test(other.step())).findFirst();
    }

    private void processes() {
        Optional<StepResult> busiest = report.steps().stream()
                .filter(result -> result.step().system() == StepResult.System.SIGNALBOX)
                .filter(result -> result.step().load() == Load.CLOSED)
                .max(Comparator.comparingDouble(StepResult::tasksPerSecond));
        text.append("\nProcesses; CPU per task at ")
                .append(busiest.map(result ->
                                word(result.step().way()) + " " + result.step().name())
                        .orElse("no step"))
                .append('\n');
        Table table = new Table("", "memory MiB", "CPU ms/task", "idle cores");
        long memory = 0;
        double idle = 0;
        for (String name : report.processes()) {
            memory += report.memoryBytes().getOrDefault(name, 0L);
            idle += report.idle().groups().getOrDefault(name, 0.0);
            table.row(
                    name,
                    memory(name),
                    busiest.map(result -> number(perTask(result, name))).orElse(NOTHING),
                    number(report.idle().groups().getOrDefault(name, 0.0)
                            / report.idle().wallSeconds()));
        }
        table.row(
                "together",
                String.format(Locale.ROOT, "%,.0f", memory / MIB),
                busiest.map(result -> number(result.cpuMillisPerTask())).orElse(NOTHING),
                number(idle / report.idle().wallSeconds()));
        if (report.memoryBytes().containsKey("floor")) {
            table.row("the floor's own", memory("floor"), "", "");
        }
        text.append(table);
    }

    private static double perTask(StepResult result, String name) {
        return result.ended() == 0 ? 0 : result.cpu().of(List.of(name)) * 1000 / result.ended();
    }

    private String memory(String name) {
        return String.format(Locale.ROOT, "%,.0f", report.memoryBytes().getOrDefault(name, 0L) / MIB);
    }

    private void check() {
        AuditResult audit = report.audit();
        text.append("\nCheck: ").append(String.format(Locale.ROOT, "%,d tasks accepted", audit.accepted()));
        if (report.passed()) {
            text.append(", every one ended exactly once and succeeded.\n");
        } else {
            text.append("; FAILED, the figures above do not count\n");
            if (!audit.complete()) {
                text.append("  task-events could not be read to its end\n");
            }
            line(audit.missing(), "without an end");
            line(audit.repeated(), "with more than one end");
            line(audit.unsuccessful(), "not succeeded");
            if (!audit.examples().isEmpty()) {
                text.append("  such as ")
                        .append(String.join(", ", audit.examples()))
                        .append('\n');
            }
        }
        report.steps().stream().filter(result -> !result.passed()).forEach(this::unsound);
        report.troubles().forEach(trouble -> text.append("  ").append(trouble).append('\n'));
    }

    private void unsound(StepResult result) {
        Step step = result.step();
        text.append("  ")
                .append(word(step.system()))
                .append(' ')
                .append(word(step.way()))
                .append(' ');
        text.append(step.name()).append(": ").append(result.failed()).append(" failed, ");
        text.append(result.unanswered()).append(" unanswered ").append(result.problems());
        text.append(
                step.system() == StepResult.System.FLOOR ? "; the floor's row and the ratios to it are void\n" : "\n");
    }

    private void line(int count, String what) {
        if (count > 0) {
            text.append("  ")
                    .append(String.format(Locale.ROOT, "%,d ", count))
                    .append(what)
                    .append('\n');
        }
    }

    private static String ratio(double value, @Nullable Double floor) {
        return floor == null || floor == 0 ? NOTHING : String.format(Locale.ROOT, "%.2fx", value / floor);
    }

    /** About three significant digits. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    private static String word(Enum<?> constant) {
        String name = constant.name().toLowerCase(Locale.ROOT);
        return constant instanceof StepResult.Way ? name.equals("rest") ? "REST" : "Kafka" : name;
    }
}
