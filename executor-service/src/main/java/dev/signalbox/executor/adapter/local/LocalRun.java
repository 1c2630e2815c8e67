package dev.signalbox.executor.adapter.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.app.AttemptOutput;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Plan;
import dev.signalbox.executor.domain.SandboxResult;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs one plan in one sandbox and removes all that it made for it. */
final class LocalRun {

    private static final Duration START_UP_LIMIT = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(50);

    private final Workshop workshop;
    private final Order order;
    private final AttemptOutput output;
    private final StopSignal stop;
    private final long begun = System.nanoTime();

    /** What all runs of an executor share. */
    record Workshop(WorkFolders folders, Cgroups cgroups, Launcher launcher, Spawner spawner, Toolchain toolchain) {}

    /**
     * What to run.
     *
     * @param label names folder and control group
     */
    record Order(
            String label,
            Plan.Run plan,
            Map<String, String> environment,
            @Nullable String stdin,
            Resources resources,
            Duration timeout) {}

    LocalRun(Workshop workshop, Order order, AttemptOutput output, StopSignal stop) {
        this.workshop = workshop;
        this.order = order;
        this.output = output;
        this.stop = stop;
    }

    SandboxResult run() throws IOException, InterruptedException {
        try (WorkFolder folder = workshop.folders().create(order.label());
                Cgroup group = workshop.cgroups().create(order.label(), order.resources())) {
            List<String> command = prepare(folder, group);
            Optional<StopSignal.Stop> stopped = stop.fired();
            if (stopped.isPresent()) {
                return SandboxResult.cancelledBeforeStart(stopped.get().reason());
            }
            Process started = workshop.spawner()
                    .start(folder, group, command, workshop.launcher().environment(order.environment()));
            SandboxProcess process = new SandboxProcess(
                    started,
                    group,
                    workshop.launcher().isolation().atLeast(Isolation.NAMESPACES),
                    output,
                    order.label());
            try {
                return supervise(process, folder, group);
            } finally {
                process.kill();
            }
        }
    }

    private List<String> prepare(WorkFolder folder, Cgroup group) throws IOException {
        Launcher launcher = workshop.launcher();
        Map<String, Integer> odd = folder.place(order.plan().files());
        Map<String, String> early = new LinkedHashMap<>(workshop.toolchain().environment(launcher.control(folder)));
        Map<String, String> late = new TreeMap<>();
        order.environment().forEach((name, value) -> (name.startsWith("LD_") ? late : early).put(name, value));
        for (Map.Entry<String, String> tool :
                workshop.toolchain().wrappers(order.resources()).entrySet()) {
            folder.writeControl("bin/" + tool.getKey(), tool.getValue(), true);
        }
        folder.writeControl(
                WorkFolder.DRIVER,
                DriverScript.of(
                        launcher.control(folder),
                        launcher.work(folder),
                        order.plan(),
                        odd,
                        late,
                        order.resources(),
                        group.joinFiles().isEmpty()),
                false);
        List<String> command = launcher.command(folder, order.resources(), early);
        folder.handOver();
        return command;
    }

    private SandboxResult supervise(SandboxProcess process, WorkFolder folder, Cgroup group)
            throws IOException, InterruptedException {
        stop.whenFired(() -> Thread.ofVirtual().start(process::kill));
        boolean ready = process.awaitReady(START_UP_LIMIT);
        Duration startUp = Duration.ofNanos(System.nanoTime() - begun);
        if (!ready) {
            return neverReady(process, group, startUp);
        }
        try (ProducedFiles files = ProducedFiles.open(workshop.launcher().opened(folder))) {
            long went = System.nanoTime();
            process.go(order.stdin());
            folder.forgetInput();
            Verdict verdict = new Verdict(order, workshop.launcher());
            while (!process.awaitEnd(TICK)) {
                output.flush();
                Duration run = Duration.ofNanos(System.nanoTime() - went);
                if (verdict.mustEnd(stop, run, group.read())) {
                    process.kill();
                }
            }
            Duration run = Duration.ofNanos(System.nanoTime() - went);
            int exitCode = process.exitCode();
            CgroupReading reading = group.read();
            List<ProducedFile> produced = files.collect(order.plan().files());
            Verdict.Ruling ruling = verdict.after(
                    stop,
                    exitCode,
                    reading,
                    files.totalBytes(),
                    output.text(Stream.STDERR).text());
            return new SandboxResult(
                    ruling.outcome(),
                    ruling.outcome() == Outcome.BACKEND_FAILED,
                    exitCode,
                    produced,
                    startUp,
                    run,
                    usage(reading),
                    ruling.problem());
        } catch (IOException e) {
            Optional<StopSignal.Stop> stopped = stop.fired();
            if (stopped.isPresent()) {
                // It was killed between its sign and the opening of its folder.
                return SandboxResult.cancelledBeforeStart(stopped.get().reason());
            }
            throw e;
        }
    }

    private SandboxResult neverReady(SandboxProcess process, Cgroup group, Duration startUp)
            throws InterruptedException {
        process.kill();
        process.exitCode();
        Optional<StopSignal.Stop> stopped = stop.fired();
        if (stopped.isPresent()) {
            return SandboxResult.cancelledBeforeStart(stopped.get().reason());
        }
        if (group.read().oomKills() > 0) {
            Verdict.Ruling ruling = new Verdict(order, workshop.launcher()).outOfMemory(group.read());
            return new SandboxResult(
                    ruling.outcome(),
                    false,
                    null,
                    List.of(),
                    startUp,
                    Duration.ZERO,
                    usage(group.read()),
                    ruling.problem());
        }
        String said = process.setupMessages();
        System.getLogger(LocalRun.class.getName())
                .log(System.Logger.Level.ERROR, "the sandbox did not start {0}: {1}", order.label(), said);
        return SandboxResult.backendFailed(
                startUp, "The sandbox did not start: " + (said.isEmpty() ? "it gave no sign in time" : said));
    }

    private static Usage usage(CgroupReading reading) {
        return new Usage(reading.cpuNanos() / 1e9, reading.peakMemoryBytes(), 0, 0);
    }
}
