package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Ends processes of the stack: asks, waits, then kills. Touches nothing that does not carry the stack's mark. */
public final class StackStopper {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Checkout checkout;
    private final OwnProcesses processes;
    private final Progress progress;

    public StackStopper(Checkout checkout, Progress progress) {
        this.checkout = checkout;
        this.processes = new OwnProcesses(checkout);
        this.progress = progress;
    }

    /**
     * Ends everything.
     *
     * @return how many processes were ended
     */
    public int stopAll() throws IOException {
        return stop(EnumSet.allOf(Component.class));
    }

    /** Ends these components: the services together, then the infrastructure that they use. */
    public int stop(Set<Component> components) throws IOException {
        Set<Component> services = EnumSet.noneOf(Component.class);
        services.addAll(components);
        services.remove(Component.INFRASTRUCTURE);
        int ended = end(services, "services");
        if (components.contains(Component.INFRASTRUCTURE)) {
            ended += end(EnumSet.of(Component.INFRASTRUCTURE), "Kafka, PostgreSQL and Redis");
            ended += endServersLeftBehind();
            Files.deleteIfExists(checkout.infrastructureReady());
        }
        forget(components);
        return ended;
    }

    private int end(Set<Component> components, String what) {
        List<ProcessHandle> living = new ArrayList<>();
        processes.marked().forEach((component, found) -> {
            if (components.contains(component)) {
                living.addAll(found);
            }
        });
        if (!living.isEmpty()) {
            progress.status("  stopping " + what + " ...");
            living.forEach(ProcessHandle::destroy);
            awaitThenKill(living);
            progress.line("  stopped " + what);
        }
        return living.size();
    }

    /** After kill -9 of the infrastructure its PostgreSQL and Redis still run. */
    private int endServersLeftBehind() {
        List<ProcessHandle> living = new ArrayList<>();
        processes.redis().ifPresent(living::add);
        living.forEach(ProcessHandle::destroy);
        processes.postgres().ifPresent(postmaster -> {
            interrupt(postmaster);
            living.add(postmaster);
        });
        awaitThenKill(living);
        return living.size();
    }

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients. */
    private static void interrupt(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitThenKill(Collection<ProcessHandle> living) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (living.stream().anyMatch(OwnProcesses::runs) && System.nanoTime() < deadline) {
            pause();
        }
        for (ProcessHandle process : living) {
            if (OwnProcesses.runs(process)) {
                process.destroyForcibly();
            }
        }
        long last = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (living.stream().anyMatch(OwnProcesses::runs) && System.nanoTime() < last) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget(Set<Component> components) throws IOException {
        RunState state = RunState.load(checkout.runFile()).orElse(null);
        if (state == null) {
            return;
        }
        for (Component component : components) {
            state = state.without(component.label());
        }
        if (state.processes().isEmpty()) {
            RunState.forget(checkout.runFile());
        } else {
            state.save(checkout.runFile());
        }
    }
}
