package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Starts components, the infrastructure first, and waits until they are ready. */
public final class StackStarter {

    private static final Pattern PORT_TAKEN =
            Pattern.compile("Address already in use|seems to be in use by another process");

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SHOWN_LOG_LINES = 20;
    private static final long POLL_MILLIS = 250;

    private final Checkout checkout;
    private final Progress progress;
    private final Map<String, String> userEnvironment;
    private final BiFunction<Component, LaunchPlan, LaunchPlan> change;
    private final Set<Component> started = Collections.synchronizedSet(EnumSet.noneOf(Component.class));
    private RunState state;

    public StackStarter(Checkout checkout, RunState state, Progress progress, Map<String, String> userEnvironment) {
        this(checkout, state, progress, userEnvironment, (component, plan) -> plan);
    }

    /**
     * A starter of a stack that is unlike others.
     *
     * @param change what is different about how a component is started
     */
    public StackStarter(
            Checkout checkout,
            RunState state,
            Progress progress,
            Map<String, String> userEnvironment,
            BiFunction<Component, LaunchPlan, LaunchPlan> change) {
        this.checkout = checkout;
        this.state = state;
        this.progress = progress;
        this.userEnvironment = Map.copyOf(userEnvironment);
        this.change = change;
    }

    /** What this object has started so far. */
    public Set<Component> started() {
        synchronized (started) {
            return started.isEmpty() ? EnumSet.noneOf(Component.class) : EnumSet.copyOf(started);
        }
    }

    public RunState state() {
        return state;
    }

    /**
     * Starts these and returns when all of them are ready.
     *
     * @throws StackException when one of them ends or is not ready in time; tells the end of its log
     */
    public void start(List<Component> components) throws IOException, StackException {
        Files.createDirectories(checkout.logs());
        if (components.contains(Component.INFRASTRUCTURE)) {
            // What earlier runs announced is still there; before the first there is nothing.
            boolean again = Files.isDirectory(checkout.data().resolve("kafka"));
            Files.deleteIfExists(checkout.infrastructureReady());
            startAndAwait(List.of(Component.INFRASTRUCTURE));
            if (again && !Withdrawal.ofAllBut(components, state)) {
                progress.line(
                        "Backends of earlier runs could not be withdrawn; tasks may wait for them for some minutes.");
            }
        }
        if (components.contains(Component.SIMULATORS)) {
            Files.deleteIfExists(checkout.simulatorsReady());
            startAndAwait(List.of(Component.SIMULATORS));
        }
        startAndAwait(components.stream().filter(Component::isService).toList());
    }

    private void startAndAwait(List<Component> components) throws IOException, StackException {
        long begin = System.nanoTime();
        for (Component component : components) {
            launch(component);
        }
        List<Component> waiting = new ArrayList<>(components);
        while (!waiting.isEmpty()) {
            long elapsed = System.nanoTime() - begin;
            progress.status("  waiting for " + labels(waiting) + " (" + Progress.seconds(elapsed) + ")");
            for (Component component : List.copyOf(waiting)) {
                if (!lives(component)) {
                    throw new StackException(died(component));
                }
                if (ready(component)) {
                    waiting.remove(component);
                    progress.line(
                            "  " + what(component) + " ready after " + Progress.seconds(System.nanoTime() - begin));
                }
            }
            if (elapsed > PATIENCE.toNanos()) {
                throw new StackException(labels(waiting) + " not ready after " + PATIENCE.toMinutes() + " minutes.\n"
                        + logOf(waiting.getFirst()));
            }
            pause();
        }
    }

    private void launch(Component component) throws IOException, StackException {
        Optional<Path> setsid = LaunchPlan.onPath("setsid", userEnvironment);
        LaunchPlan plan = component.isService() && "true".equals(userEnvironment.get("SIGNALBOX_NATIVE"))
                ? LaunchPlan.ofExecutable(checkout, state, component, NativeExecutable.of(checkout, component), setsid)
                : onTheJvm(component, setsid);
        Path log = checkout.logs().resolve(component.label() + ".log");
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(plan.command())
                .directory(checkout.state().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(plan.environment());
        started.add(component);
        Process process = builder.start();
        Instant startedAt = process.info().startInstant().orElseGet(Instant::now);
        state = state.with(new RunState.Started(component.label(), process.pid(), startedAt, log.toString()));
        state.save(checkout.runFile());
    }

    private LaunchPlan onTheJvm(Component component, Optional<Path> setsid) throws IOException, StackException {
        boolean shared = new OwnProcesses(checkout)
                .marked().keySet().stream().anyMatch(other -> other.module().equals(component.module()));
        if (!shared) {
            AppFolder.refresh(checkout, component);
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        tellUnusableCache(component, java);
        return change.apply(component, LaunchPlan.of(checkout, state, component, java, setsid, userEnvironment));
    }

    /** One that was never made is no news: the build says so. */
    private void tellUnusableCache(Component component, Path java) {
        Path app = checkout.app(component.module());
        if (component.isService() && Files.exists(StartUpCache.file(app))) {
            StartUpCache.unusableBecause(app, LaunchPlan.javaHome(java))
                    .ifPresent(because -> progress.line("  " + component.label()
                            + " starts without its start-up cache: " + because + ". ./signalbox train start-up helps"));
        }
    }

    private boolean lives(Component component) {
        return state.started(component)
                .flatMap(process -> ProcessHandle.of(process.pid()))
                .filter(OwnProcesses::runs)
                .isPresent();
    }

    private boolean ready(Component component) {
        if (component == Component.INFRASTRUCTURE && !Files.exists(checkout.infrastructureReady())
                || component == Component.SIMULATORS && !Files.exists(checkout.simulatorsReady())) {
            return false;
        }
        return Health.ready(state, component);
    }

    private String died(Component component) throws IOException {
        String log = logOf(component);
        if (PORT_TAKEN.matcher(log).find()) {
            // Between the look at the ports and the start somebody took one.
            return component.label() + " could not have its port, somebody took it while Signalbox was starting."
                    + "\nTry ./signalbox up again: it says whose it is. Or let it pick free ports: "
                    + "./signalbox up --pick-ports";
        }
        return component.label() + " ended while it was starting. The end of its log:\n" + log
                + "\nWhat you can do: read the whole log with ./signalbox logs " + component.label()
                + ", then try ./signalbox up again.";
    }

    private String logOf(Component component) throws IOException {
        Path log = checkout.logs().resolve(component.label() + ".log");
        return new LogTail(log)
                .last(SHOWN_LOG_LINES).stream().map(line -> "    " + line).collect(Collectors.joining("\n"));
    }

    private static String what(Component component) {
        return component == Component.INFRASTRUCTURE ? "kafka, postgres, redis" : component.label();
    }

    private static String labels(List<Component> components) {
        return components.stream().map(StackStarter::what).collect(Collectors.joining(", "));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
