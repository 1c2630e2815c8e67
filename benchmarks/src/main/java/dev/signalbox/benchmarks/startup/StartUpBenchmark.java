package dev.signalbox.benchmarks.startup;

import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.stack.AppFolder;
import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.OwnProcesses;
import dev.signalbox.launcher.stack.PortPlan;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StackException;
import dev.signalbox.launcher.stack.StackStarter;
import dev.signalbox.launcher.stack.StackStopper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ./signalbox benchmark startup}: from the start of a process until it is ready, and its memory at rest. */
public final class StartUpBenchmark {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private StartUpBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> arguments) throws InterruptedException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(StartUpOptions.USAGE);
            return 0;
        }
        StartUpOptions options;
        try {
            options = StartUpOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("--help says more.");
            return USAGE;
        }
        Path root = Path.of(System.getProperty("signalbox.root", "."))
                .toAbsolutePath()
                .normalize();
        try {
            StartUpReport report = new StartUpReport(Machine.here(root), options.idleSeconds(), measure(root, options));
            System.out.print(report.text());
            if (options.json() != null) {
                Files.write(
                        options.json(),
                        Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
                System.out.println("Figures as JSON: " + options.json());
            }
            return 0;
        } catch (IOException | StackException e) {
            System.err.println("The benchmark ended early: " + e.getMessage());
            return FAILED;
        }
    }

    private static List<Start> measure(Path root, StartUpOptions options)
            throws IOException, StackException, InterruptedException {
        Path folder = Files.createTempDirectory("signalbox-startup");
        Checkout checkout = new Checkout(root, folder);
        Progress progress = new Progress(System.err, Progress.isTerminal());
        List<Component> components = Component.wanted(java.util.Set.of());
        try {
            for (Component service : options.services()) {
                AppFolder.refresh(checkout, service);
            }
            RunState planned =
                    new PortPlan(new OwnProcesses(checkout)).free(RunState.fresh(), components, PortPlan.Pick.ALL);
            StackStarter infrastructure = new StackStarter(checkout, planned, progress, Map.of());
            try {
                infrastructure.start(List.of(Component.INFRASTRUCTURE));
                return inTurns(new Starter(checkout, infrastructure.state()), options, progress);
            } finally {
                new StackStopper(checkout, progress).stopAll();
            }
        } finally {
            AppFolder.delete(folder);
        }
    }

    /** What the machine does besides weighs on all variants alike. The first start of each is not counted. */
    private static List<Start> inTurns(Starter starter, StartUpOptions options, Progress progress)
            throws IOException, InterruptedException {
        List<Start> starts = new ArrayList<>();
        for (int run = 0; run <= options.runs(); run++) {
            for (Component service : options.services()) {
                for (Variant variant : options.variants()) {
                    progress.status("  " + service.label() + " " + variant.name() + ", run " + run);
                    Start start = starter.start(service, variant, run == 0 ? 0 : options.idleSeconds());
                    if (run > 0) {
                        starts.add(start);
                    }
                }
            }
        }
        progress.clear();
        return starts;
    }
}
