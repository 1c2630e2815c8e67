package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.floor.FloorProcess;
import dev.signalbox.benchmarks.load.Target.Outcome;
import dev.signalbox.benchmarks.measure.CpuUse;
import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.benchmarks.measure.Meter;
import dev.signalbox.benchmarks.measure.ProcessGroups;
import dev.signalbox.benchmarks.report.AuditResult;
import dev.signalbox.benchmarks.report.Report;
import dev.signalbox.benchmarks.report.StepResult;
import dev.signalbox.benchmarks.report.StepResult.Way;
import dev.signalbox.contracts.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: finds the stack, starts the floor, measures step by step, checks every task. */
final class LoadRun {

    static final String FLOOR = "floor";

    private static final String TASK = "{\"code\":[{\"language\":\"bash\",\"source\":\"true\"}],\"backend\":\"noop\"}";
    private static final long IDLE_MILLISECONDS = 3_000;
    private static final int FIRST_TASK_SECONDS = 40;

    private final LoadOptions options;
    private final RunningStack stack;
    private final @Nullable String apiKey;
    private final Path checkout;

    LoadRun(LoadOptions options, RunningStack stack, @Nullable String apiKey, Path checkout) {
        this.options = options;
        this.stack = stack;
        this.apiKey = apiKey;
        this.checkout = checkout;
    }

    Report run() throws IOException, InterruptedException, StackUnavailableException {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Reachability.requireAnswers(stack);
        progress("at most " + LoadPlan.estimate(options) + " s of measurements");
        ProcessGroups processes = ProcessGroups.of(stack.processes());
        List<String> stackProcesses = processes.names();
        List<Way> ways = Stream.of(Way.values())
                .filter(way -> options.ways().contains(way.name().toLowerCase(Locale.ROOT)))
                .toList();
        try (Audit audit = new Audit(stack.kafka());
                Subject signalbox = signalbox(ways, stackProcesses);
                @Nullable FloorProcess floorProcess = options.floor() ? startFloor(begin) : null;
                @Nullable Subject floor = floorProcess == null ? null : floor(floorProcess, ways)) {
            for (Way way : ways) {
                requireTask(signalbox.target(way), way);
                if (floor != null && !firstOutcome(floor.target(way)).succeeded()) {
                    throw new IOException("the floor does not answer");
                }
            }
            ProcessGroups measured = floorProcess == null ? processes : processes.with(FLOOR, floorProcess.pid());
            CpuUse idle = idle(new Meter(measured));
            List<StepResult> steps =
                    new LoadPlan(options, ways, signalbox, floor, new LoadGenerator(new Meter(measured))).run();
            Map<String, Long> memory = measured.memory();
            progress("check every task in " + Topics.TASK_EVENTS);
            AuditResult audited = audit.check(signalbox.accepted());
            return new Report(
                    begin,
                    Machine.here(checkout),
                    options.seconds(),
                    stackProcesses,
                    stack.ports().keySet().stream()
                            .filter(name -> !stackProcesses.contains(name))
                            .toList(),
                    idle,
                    steps,
                    memory,
                    audited,
                    troubles(measured));
        }
    }

    private Subject signalbox(List<Way> ways, List<String> processes) {
        Map<Way, Target> targets = new EnumMap<>(Way.class);
        for (Way way : ways) {
            targets.put(
                    way,
                    switch (way) {
                        case REST ->
                            new RestTarget(stack.gatewayHost(), stack.gatewayPort(), TASK, apiKey, TaskAnswers::read);
                        case KAFKA ->
                            new KafkaTarget(
                                    stack.kafka(),
                                    Topics.TASK_REQUESTS,
                                    Topics.TASK_EVENTS,
                                    LoadRun::record,
                                    TaskEnds::of);
                    });
        }
        return new Subject(StepResult.System.SIGNALBOX, targets, processes);
    }

    private Subject floor(FloorProcess process, List<Way> ways) {
        RestTarget.Answer copied = new RestTarget.Answer(null, Outcome.SUCCEEDED);
        Map<Way, Target> targets = new EnumMap<>(Way.class);
        for (Way way : ways) {
            targets.put(
                    way,
                    switch (way) {
                        case REST -> new RestTarget(stack.gatewayHost(), process.port(), TASK, null, body -> copied);
                        case KAFKA ->
                            new KafkaTarget(
                                    stack.kafka(),
                                    process.topics().requests(),
                                    process.topics().results(),
                                    LoadRun::record,
                                    record -> Outcome.SUCCEEDED);
                    });
        }
        return new Subject(StepResult.System.FLOOR, targets, List.of(FLOOR, RunningStack.INFRASTRUCTURE));
    }

    private static String record(String taskId) {
        return "{\"taskId\":\"" + taskId + "\",\"task\":" + TASK + "}";
    }

    private FloorProcess startFloor(Instant begin) throws IOException, InterruptedException {
        progress("start the floor");
        FloorProcess process = FloorProcess.start(
                stack.kafka(), stack.gatewayHost(), Long.toString(begin.getEpochSecond(), Character.MAX_RADIX));
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "remove the floor"));
        return process;
    }

    private static void requireTask(Target target, Way way) throws InterruptedException, StackUnavailableException {
        Outcome outcome = firstOutcome(target);
        if (!outcome.succeeded()) {
            throw new StackUnavailableException("The stack does not run a noop task submitted by "
                    + way.name().toLowerCase(Locale.ROOT) + ": " + outcome.problem()
                    + "\nIs it started with ./signalbox up --with-noop? ./signalbox status says more.");
        }
    }

    private static Outcome firstOutcome(Target target) throws InterruptedException {
        BlockingQueue<Outcome> ended = new ArrayBlockingQueue<>(1);
        target.submit(ended::add);
        Outcome outcome = ended.poll(FIRST_TASK_SECONDS, TimeUnit.SECONDS);
        return outcome == null ? Outcome.failed("no end within " + FIRST_TASK_SECONDS + " s") : outcome;
    }

    private CpuUse idle(Meter meter) throws InterruptedException {
        progress("idle");
        Meter.Reading before = meter.read();
        TimeUnit.MILLISECONDS.sleep(Math.min(IDLE_MILLISECONDS, options.seconds() * 1000L));
        return before.until(meter.read());
    }

    private List<String> troubles(ProcessGroups measured) {
        List<String> troubles = new ArrayList<>();
        measured.ended().forEach(name -> troubles.add("process " + name + " ended during the run"));
        return troubles;
    }

    static void progress(String text) {
        System.err.println("  " + text);
    }
}
