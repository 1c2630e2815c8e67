package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the start-up caches: starts what the build made as a stack of its own on free ports, in a temporary folder, has
 * it work, and stops it; each JVM then writes what it has seen. Their keys and addresses of others are not used.
 */
public final class StartUpTraining {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long POLL_MILLIS = 100;

    /** What a user may have set and that would send the training's work elsewhere, or cost money. */
    private static final List<String> LEFT_OUT = List.of(
            "SIGNALBOX_ANTHROPIC_API_KEY",
            "ANTHROPIC_API_KEY",
            "SIGNALBOX_OPENAI_API_KEY",
            "OPENAI_API_KEY",
            "SIGNALBOX_OLLAMA_URL",
            "SIGNALBOX_OTLP_ENDPOINT",
            "SIGNALBOX_API_KEYS",
            "SIGNALBOX_OPERATOR_KEYS");

    /** What the stack is put through between start and stop. */
    @FunctionalInterface
    public interface Work {

        /** Does it; what fails is left out, because a cache of less is still one. */
        void on(RunState running) throws InterruptedException;
    }

    private final Checkout checkout;
    private final Path program;
    private final Progress progress;
    private final Work work;

    public StartUpTraining(Checkout checkout, Path program, Progress progress, Work work) {
        this.checkout = checkout;
        this.program = program;
        this.progress = progress;
        this.work = work;
    }

    /**
     * Trains all that every stack consists of.
     *
     * @return the components that have a cache now
     * @throws StackException when the stack does not come up
     */
    public List<Component> run(Map<String, String> environment)
            throws IOException, StackException, InterruptedException {
        Path folder = Files.createTempDirectory("signalbox-training");
        Checkout training = new Checkout(checkout.root(), folder);
        List<Component> components = Component.wanted(Set.of());
        try {
            RunState planned =
                    new PortPlan(new OwnProcesses(training)).free(RunState.fresh(), components, PortPlan.Pick.ALL);
            Map<String, String> usual = new HashMap<>(environment);
            usual.remove("SIGNALBOX_STATE");
            StackStarter starter = new StackStarter(
                    training,
                    planned,
                    progress,
                    usual,
                    (component, plan) -> recording(training, component, plan, environment));
            try {
                starter.start(components);
                work.on(starter.state());
                return stopAndInstall(training, starter.state(), components);
            } finally {
                new StackStopper(training, progress).stopAll();
            }
        } finally {
            AppFolder.delete(folder);
        }
    }

    private static Path output(Checkout training, Component component) {
        return training.state().resolve(component.label() + ".aot");
    }

    private static LaunchPlan recording(
            Checkout training, Component component, LaunchPlan plan, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(plan.environment());
        LEFT_OUT.stream().filter(environment::containsKey).forEach(name -> variables.put(name, ""));
        LaunchPlan quiet = new LaunchPlan(plan.command(), variables);
        return component.isService() ? quiet.recording(output(training, component)) : quiet;
    }

    /** As many at once as there are processors: writing a cache keeps one busy for seconds. */
    private List<Component> stopAndInstall(Checkout training, RunState running, List<Component> components)
            throws IOException, InterruptedException {
        Deque<Component> waiting = new ArrayDeque<>(
                components.reversed().stream().filter(Component::isService).toList());
        Map<Component, ProcessHandle> ending = new HashMap<>();
        List<Component> installed = new ArrayList<>();
        OwnProcesses processes = new OwnProcesses(training);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while ((!waiting.isEmpty() || !ending.isEmpty()) && System.nanoTime() < deadline) {
            while (!waiting.isEmpty() && ending.size() < Runtime.getRuntime().availableProcessors()) {
                Component next = waiting.remove();
                processes.living(running, next).ifPresent(process -> {
                    process.destroy();
                    ending.put(next, process);
                });
            }
            for (Component component : List.copyOf(ending.keySet())) {
                ProcessHandle process = ending.get(component);
                if (process == null || !OwnProcesses.runs(process)) {
                    ending.remove(component);
                    if (install(training, component)) {
                        installed.add(component);
                    }
                }
            }
            progress.status("  start-up caches: " + installed.size() + " made");
            Thread.sleep(POLL_MILLIS);
        }
        return installed;
    }

    private boolean install(Checkout training, Component component) throws IOException {
        Path made = output(training, component);
        if (!Files.exists(made)) {
            return false;
        }
        StartUpCache.install(made, AppFolder.built(checkout, component), LaunchPlan.javaHome(program));
        Files.delete(made);
        return true;
    }
}
