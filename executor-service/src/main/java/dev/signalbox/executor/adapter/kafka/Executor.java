package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.executor.app.AnswerInstantly;
import dev.signalbox.executor.app.AttemptMeters;
import dev.signalbox.executor.app.ExecutorLoops;
import dev.signalbox.executor.app.FinishedAttempts;
import dev.signalbox.executor.app.OutputLimits;
import dev.signalbox.executor.app.Questions;
import dev.signalbox.executor.app.RunAttempt;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.StopRequests;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.app.holds.WantedHolds;
import dev.signalbox.executor.app.sandboxes.Ledger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One executor: its loops, from the first announcement to the last acknowledgement. */
public final class Executor implements ExecutorLoops {

    private static final System.Logger LOG = System.getLogger(Executor.class.getName());
    private static final Duration CONTROL_IS_READ = Duration.ofSeconds(20);
    private static final Duration AFTER_STOP = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CONNECTS = Duration.ofSeconds(2);
    private static final int STOPS_REMEMBERED = 100_000;
    private static final long RESULT_CHARACTERS = 32L * 1024 * 1024;
    private static final int BATCH_CONSUMERS = 2;

    private final SandboxBackend backend;
    private final Settings settings;
    private final RecordPublisher publisher;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("attempt-", 0).factory());
    private final BackendAnnouncer announcer;
    private final ExecutionControlConsumer control;
    private final SandboxLedgerConsumer sandboxes;
    private final HoldsConsumer holds;
    private final WorkerContext context;
    private final List<ExecutionSlot> slots = new ArrayList<>();
    private final List<ConsumerLoop> loops = new ArrayList<>();
    private volatile boolean consuming;
    private volatile boolean stopping;

    /**
     * Settings of an executor.
     *
     * @param kafka how Kafka is reached
     * @param createTopics whether missing topics are created
     * @param slots attempts at once
     * @param announceEvery period of the heartbeat
     * @param grace how long attempts may go on when it stops
     * @param version announced
     * @param coldStart how long it takes to start on demand; absent where it is not started again by itself
     */
    public record Settings(
            KafkaConnection kafka,
            boolean createTopics,
            int slots,
            Duration announceEvery,
            Duration grace,
            String version,
            @Nullable Duration coldStart) {}

    /** Without spans. */
    public Executor(SandboxBackend backend, AttemptMeters meters, Clock clock, Settings settings) {
        this(backend, meters, Tracing.OFF, clock, settings);
    }

    public Executor(SandboxBackend backend, AttemptMeters meters, Tracing tracing, Clock clock, Settings settings) {
        this.backend = backend;
        this.settings = settings;
        String worker = workerName(clock);
        RecordCodec codec = new RecordCodec("/signalbox/executor/" + backend.name());
        AttemptRecords records = new AttemptRecords(codec);
        this.publisher = RecordPublisher.connect(
                settings.kafka(), "executor-" + backend.name() + "-" + worker, Map.of(), meters::deadLetterWritten);
        DeadLetterOffice deadLetters = new DeadLetterOffice(publisher, clock);
        StopRequests stops = new StopRequests(STOPS_REMEMBERED);
        Questions questions = new Questions();
        Ledger ledger = new Ledger();
        WantedHolds wanted = new WantedHolds();
        this.context = new WorkerContext(
                worker,
                new KafkaSandboxRecords(publisher, codec, backend.name(), clock),
                ledger,
                wanted,
                new KafkaHoldReports(publisher, codec));
        this.holds = new HoldsConsumer(settings.kafka(), wanted, deadLetters);
        loops.add(holds);
        this.sandboxes = new SandboxLedgerConsumer(settings.kafka(), backend.name(), ledger, deadLetters);
        loops.add(sandboxes);
        ExecutionGroup group =
                new ExecutionGroup(settings.kafka(), backend.name(), "executor-" + backend.name() + "-" + worker);
        this.control = new ExecutionControlConsumer(settings.kafka(), stops, questions, deadLetters, clock);
        loops.add(control);
        int concurrency;
        if (backend.instant()) {
            AnswerInstantly answers = new AnswerInstantly(backend, stops, worker, clock);
            for (int i = 0; i < BATCH_CONSUMERS; i++) {
                loops.add(new BatchExecutions(i, group, answers, records, publisher, deadLetters, tracing));
            }
            concurrency = BATCH_CONSUMERS * BatchExecutions.MOST_AT_ONCE;
        } else {
            RunAttempt attempts = new RunAttempt(
                    backend,
                    new KafkaReports(publisher, records),
                    meters,
                    stops,
                    questions,
                    new FinishedAttempts(RESULT_CHARACTERS),
                    OutputLimits.STANDARD,
                    worker,
                    clock);
            for (int i = 0; i < settings.slots(); i++) {
                slots.add(new ExecutionSlot(i, group, attempts, deadLetters, workers, tracing));
            }
            loops.addAll(slots);
            concurrency = settings.slots();
        }
        this.announcer = new BackendAnnouncer(
                backend, publisher, codec, worker, settings.version(), concurrency, clock, settings.coldStart());
    }

    /** Unlike that of any other worker and of its own earlier lives, in which it may have had the same process id. */
    private static String workerName(Clock clock) {
        String started = Long.toString(clock.millis(), Character.MAX_RADIX);
        return host() + "-" + ProcessHandle.current().pid() + "-" + started;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Starts everything, when Kafka is there; does not wait for it. */
    public void start() {
        Thread.ofPlatform().daemon().name("executor-start").start(this::startWhenKafkaIsThere);
    }

    private void startWhenKafkaIsThere() {
        try {
            while (!stopping && !prepared()) {
                Thread.sleep(BETWEEN_CONNECTS);
            }
            if (stopping) {
                return;
            }
            announcer.start(settings.announceEvery());
            sandboxes.start();
            holds.start();
            backend.begin(context);
            control.start();
            if (!control.awaitCaughtUp(CONTROL_IS_READ)) {
                LOG.log(System.Logger.Level.WARNING, "execution-control is not read to its end yet; work begins");
            }
            synchronized (loops) {
                if (stopping) {
                    return;
                }
                loops.stream().filter(loop -> !beside(loop)).forEach(ConsumerLoop::start);
                consuming = true;
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "executor ready backend={0} topic={1} slots={2}",
                    backend.name(),
                    Topics.executions(backend.name()),
                    loops.size() - 3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean prepared() {
        try {
            if (settings.createTopics()) {
                TopicsAdmin.ensure(settings.kafka(), Topics.all(List.of(backend.name())));
            }
            TopicsAdmin.ensureShareGroup(settings.kafka(), Topics.executors(backend.name()));
            return true;
        } catch (IllegalStateException | org.apache.kafka.common.KafkaException e) {
            LOG.log(System.Logger.Level.WARNING, "Kafka is not ready: {0}", e.toString());
            return false;
        }
    }

    /** Takes nothing more, lets attempts end within the grace period, hands the others back. */
    public void stop() throws InterruptedException {
        synchronized (loops) {
            stopping = true;
        }
        slots.forEach(slot -> slot.stop(settings.grace()));
        loops.stream().filter(loop -> !beside(loop)).forEach(ConsumerLoop::stop);
        announcer.stop();
        long end = System.nanoTime() + settings.grace().plus(AFTER_STOP).toNanos();
        for (ConsumerLoop loop : loops) {
            if (beside(loop)) {
                continue;
            }
            loop.awaitEnd(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        control.stop();
        sandboxes.stop();
        holds.stop();
        control.awaitEnd(AFTER_STOP);
        sandboxes.awaitEnd(AFTER_STOP);
        holds.awaitEnd(AFTER_STOP);
        workers.shutdownNow();
        // What it removes it also records.
        backend.close();
        publisher.close();
    }

    /** Whether a loop takes no work: it runs before the others and after them. */
    private boolean beside(ConsumerLoop loop) {
        return loop == control || loop == sandboxes || loop == holds;
    }

    @Override
    public List<String> dead() {
        if (!consuming) {
            return List.of("start");
        }
        return loops.stream()
                .filter(loop -> !loop.alive())
                .map(ConsumerLoop::name)
                .toList();
    }
}
