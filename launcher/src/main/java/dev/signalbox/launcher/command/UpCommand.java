package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Bubblewrap;
import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.Health;
import dev.signalbox.launcher.stack.OwnProcesses;
import dev.signalbox.launcher.stack.PortPlan;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StackException;
import dev.signalbox.launcher.stack.StackLock;
import dev.signalbox.launcher.stack.StackStarter;
import dev.signalbox.launcher.stack.StackStopper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the stack, or what is missing of it. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Builds what is missing or stale and starts everything: Kafka, PostgreSQL, Redis and the services.",
            "Returns when all is ready and leaves it running. Where some of it runs already, only the rest is started."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox up",
            "  ./signalbox up --foreground        stays; Ctrl-C stops what it started",
            "  ./signalbox up --port 9000         the API on another port",
            "  ./signalbox up --pick-ports        free ports instead of those that are taken",
            "  ./signalbox up --simulate          with agents, E2B and a full environment, all simulated",
            "  ./signalbox up --with local-full   with a sandbox on this machine that has network and a writable root",
            "",
            "Environment: SIGNALBOX_JAVA_OPTS (more JVM options for every process), SIGNALBOX_STATE (another folder",
            "for data and logs, which makes a second stack), SIGNALBOX_NATIVE=true (the executables of ./signalbox",
            "native in the place of the JVM), and all variables that the services read."
        })
public final class UpCommand implements Callable<Integer> {

    @Option(names = "--foreground", description = "Stay; Ctrl-C then stops everything this command started.")
    private boolean foreground;

    @Option(names = "--port", paramLabel = "N", description = "Port of the gateway (default: 8080).")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address that the gateway listens on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(
            names = "--pick-ports",
            arity = "0..1",
            fallbackValue = "TAKEN",
            defaultValue = "NONE",
            paramLabel = "all",
            description = "Take free ports in the place of those that are taken; with =all, for everything, so that a"
                    + " second stack leaves the usual ports alone.")
    private PortPlan.Pick pickPorts = PortPlan.Pick.NONE;

    @Option(
            names = "--simulate",
            description =
                    "Also start simulators of E2B, Scrapybara and the model providers, and executors that use them:"
                            + " agents and the full environment without any key. Code still runs isolated on this machine.")
    private boolean simulate;

    @Option(
            names = "--with",
            split = ",",
            paramLabel = "BACKEND",
            description = "Also start an executor of this backend: e2b, kubernetes, local-full, scrapybara or noop."
                    + " e2b is started by itself where SIGNALBOX_E2B_API_KEY is set.")
    private List<String> with = List.of();

    @Option(names = "--with-noop", description = "As --with noop: the backend that does nothing, for benchmarks.")
    private boolean withNoop;

    @Option(names = "--no-build", description = "Start what is built, whether it is stale or not.")
    private boolean noBuild;

    @Override
    public Integer call() throws IOException, StackException, InterruptedException {
        Checkout checkout = Checkout.current();
        Progress progress = Progress.onStandardError();
        StackStarter starter;
        try (StackLock lock = StackLock.take(
                checkout, () -> progress.line("Another ./signalbox is starting or stopping this stack, waiting ..."))) {
            starter = start(checkout, progress);
        }
        if (foreground && !starter.started().isEmpty()) {
            System.out.println("Ctrl-C stops it.");
            return watch(checkout, starter, progress);
        }
        return 0;
    }

    private StackStarter start(Checkout checkout, Progress progress) throws IOException, StackException {
        Map<String, String> environment = System.getenv();
        OwnProcesses processes = new OwnProcesses(checkout);
        RunState known = RunState.load(checkout.runFile()).orElseGet(RunState::fresh);
        List<Component> wanted =
                Component.wanted(new Extras(with, withNoop, simulate).of(known, processes, environment));
        List<Component> living = wanted.stream()
                .filter(component -> processes.living(known, component).isPresent())
                .toList();
        List<Component> missing =
                wanted.stream().filter(component -> !living.contains(component)).toList();
        RunState basis = living.isEmpty() ? RunState.fresh() : known;
        StackStarter starter = new StackStarter(checkout, withOptions(basis, living), progress, environment);
        if (missing.isEmpty()) {
            tellAlreadyRunning(known, living, progress);
            return starter;
        }
        long begin = System.nanoTime();
        if (!noBuild) {
            Build.run(checkout, "stack");
        }
        if (simulate && !known.simulated() && living.contains(Component.EXECUTOR)) {
            progress.line("The executor that runs already will not use the simulated models;"
                    + " for agents on it as well: ./signalbox down, then ./signalbox up --simulate");
        }
        if (!living.isEmpty()) {
            progress.line("Starting what is missing: " + labels(missing));
        }
        Bubblewrap.missing(environment, System.getProperty("os.name")).ifPresent(progress::line);
        endStrays(processes, known, missing, checkout, progress);
        RunState planned = new PortPlan(processes).free(starter.state(), missing, pickPorts);
        StackStarter starting = new StackStarter(checkout, planned, progress, environment);
        startOrStopAgain(checkout, starting, missing, progress);
        progress.line("Ready after " + Progress.seconds(System.nanoTime() - begin) + ".");
        for (Component component : wanted) {
            if (component.backend().isPresent()) {
                Health.refusal(starting.state(), component)
                        .ifPresent(because -> progress.line(component.label() + " takes no tasks: " + because));
            }
        }
        tellAddresses(starting.state());
        return starting;
    }

    private RunState withOptions(RunState basis, List<Component> living) {
        RunState state = simulate ? basis.simulating() : basis;
        if (!living.contains(Component.GATEWAY)) {
            state = port == null ? state : state.withPort(Component.GATEWAY.label(), port);
            state = host == null ? state : state.withHost(host);
        }
        return state;
    }

    /** A process that carries our mark but that the record does not know would hold its port. */
    private static void endStrays(
            OwnProcesses processes, RunState known, List<Component> missing, Checkout checkout, Progress progress)
            throws IOException {
        for (Component component : missing) {
            if (processes.marked().containsKey(component)
                    && processes.living(known, component).isEmpty()) {
                progress.line("Ending a " + component.label() + " that an earlier run left behind.");
                new StackStopper(checkout, progress).stop(java.util.EnumSet.of(component));
            }
        }
    }

    private static void startOrStopAgain(
            Checkout checkout, StackStarter starter, List<Component> missing, Progress progress)
            throws IOException, StackException {
        AtomicBoolean done = new AtomicBoolean();
        Thread cleanUp = new Thread(() -> {
            if (!done.get()) {
                stopStarted(checkout, starter, progress);
            }
        });
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            starter.start(missing);
            done.set(true);
        } catch (IOException | StackException e) {
            progress.clear();
            stopStarted(checkout, starter, progress);
            done.set(true);
            throw e;
        }
        Runtime.getRuntime().removeShutdownHook(cleanUp);
    }

    private static void stopStarted(Checkout checkout, StackStarter starter, Progress progress) {
        try {
            new StackStopper(checkout, progress).stop(starter.started());
        } catch (IOException e) {
            progress.line("Could not stop everything: " + e.getMessage() + ". Try ./signalbox down");
        }
    }

    private static void tellAlreadyRunning(RunState state, List<Component> living, Progress progress) {
        List<Component> unready = living.stream()
                .filter(component -> !Health.ready(state, component))
                .toList();
        System.out.println("Signalbox is already running.");
        tellAddresses(state);
        if (!unready.isEmpty()) {
            progress.line("Not ready at this moment: " + labels(unready) + "; see ./signalbox status");
        }
    }

    private static void tellAddresses(RunState state) {
        String gateway = state.gatewayUrl();
        System.out.println("  Console    " + gateway + "/console/");
        System.out.println("  API        " + gateway + "/v1");
        System.out.println("  OpenAPI    " + gateway + "/q/openapi   to try it: " + gateway + "/q/swagger-ui");
        System.out.println("  Kafka      " + state.kafka());
        System.out.println("  PostgreSQL localhost:" + state.port(Component.POSTGRES, Component.POSTGRES_PORT)
                + "/signalbox   Redis localhost:" + state.port(Component.REDIS, Component.REDIS_PORT));
        if (state.simulated()) {
            System.out.println("  Simulated  E2B " + url(state.port(Component.SIMULATORS)) + "   models "
                    + url(state.port(Component.SIMULATED_MODELS, 0)) + "   Scrapybara "
                    + url(state.port(Component.SIMULATED_SCRAPYBARA, 0)));
            System.out.println("Try:  ./signalbox run \"Write a haiku about signal boxes\" --model haiku");
        }
        System.out.println("Try:  ./signalbox run --language python \"print(6 * 7)\"");
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int watch(Checkout checkout, StackStarter starter, Progress progress) throws InterruptedException {
        AtomicBoolean stopping = new AtomicBoolean();
        Thread stop = new Thread(() -> {
            stopping.set(true);
            progress.line("");
            try (StackLock lock = StackLock.take(checkout, () -> {})) {
                stopStarted(checkout, starter, progress);
            } catch (IOException e) {
                progress.line("Could not stop everything: " + e.getMessage());
            }
        });
        Runtime.getRuntime().addShutdownHook(stop);
        OwnProcesses processes = new OwnProcesses(checkout);
        List<Component> alive = new java.util.ArrayList<>(starter.started());
        while (!alive.isEmpty()) {
            Thread.sleep(1000);
            if (stopping.get()) {
                // The shutdown hook ends what was started; this process ends with it.
                Thread.currentThread().join();
            }
            RunState state = RunState.load(checkout.runFile()).orElse(null);
            if (state == null) {
                progress.line("The stack was stopped.");
                return 0;
            }
            for (Component component : List.copyOf(alive)) {
                if (processes.living(state, component).isEmpty() && !stopping.get()) {
                    alive.remove(component);
                    progress.line(component.label() + " ended; ./signalbox up in another terminal starts it again, "
                            + "./signalbox logs " + component.label() + " says why.");
                }
            }
        }
        return 1;
    }

    private static String labels(List<Component> components) {
        return components.stream().map(Component::label).collect(Collectors.joining(", "));
    }
}
