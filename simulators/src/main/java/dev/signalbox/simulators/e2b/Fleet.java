package dev.signalbox.simulators.e2b;

import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import dev.signalbox.simulators.e2b.SimulatedSandbox.State;
import dev.signalbox.simulators.e2b.SimulatedSandbox.Wanted;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sandboxes of the simulated account. They end when their time is over, as the real ones do. */
final class Fleet implements AutoCloseable {

    private static final int SMALLEST_BURST = 5;
    private static final Duration NO_END = Duration.ofDays(2);

    private final E2bSettings settings;
    private final SandboxProvider provider;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SimulatedSandbox> sandboxes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("e2b-timer").factory());
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private int creating;
    private double creates;
    private long refilled = System.nanoTime();

    Fleet(E2bSettings settings, SandboxProvider provider) {
        this.settings = settings;
        this.provider = provider;
        this.creates = burst();
    }

    Instant now() {
        return clock.instant();
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    ExecutorService work() {
        return work;
    }

    /** Makes a sandbox, within the limits of the account. */
    SimulatedSandbox create(Wanted wanted) throws ApiError, InterruptedException {
        admit();
        try {
            Thread.sleep(settings.startUp());
            String id = "i" + HexFormat.of().formatHex(bytes(10)).substring(0, 19);
            Sandbox inside = provider.create(new SandboxRequest(
                    new SandboxLabels("simulator", "e2b", id, wanted.template(), null),
                    wanted.template(),
                    inner(wanted),
                    wanted.environment(),
                    NO_END,
                    NO_END));
            SimulatedSandbox sandbox = new SimulatedSandbox(
                    id,
                    wanted,
                    wanted.secure() ? HexFormat.of().formatHex(bytes(24)) : null,
                    settings.envdVersion(),
                    inside,
                    now());
            sandboxes.put(id, sandbox);
            watch(sandbox);
            return sandbox;
        } catch (SandboxException e) {
            throw new ApiError(
                    e.kind() == SandboxException.Kind.CAPACITY ? 503 : 500,
                    "Failed to place the sandbox: " + e.getMessage());
        } finally {
            synchronized (this) {
                creating--;
            }
        }
    }

    private static dev.signalbox.contracts.route.Resources inner(Wanted wanted) {
        int processes = 1024;
        return new dev.signalbox.contracts.route.Resources(
                wanted.size().vcpus(), wanted.size().memoryMib(), wanted.size().diskMib(), processes);
    }

    private synchronized void admit() throws ApiError {
        if (settings.createsPerSecond() > 0) {
            long now = System.nanoTime();
            creates = Math.min(burst(), creates + (now - refilled) / 1e9 * settings.createsPerSecond());
            refilled = now;
            if (creates < 1) {
                throw ApiError.rateLimited(settings.createsPerSecond(), 1);
            }
            creates--;
        }
        if (running().size() + creating >= settings.concurrent()) {
            throw new ApiError(
                    429,
                    "You have reached the maximum number of concurrent E2B sandboxes (" + settings.concurrent() + ")");
        }
        creating++;
    }

    private int burst() {
        return Math.max(SMALLEST_BURST, settings.createsPerSecond());
    }

    @Nullable
    SimulatedSandbox find(String id) {
        SimulatedSandbox sandbox = sandboxes.get(id);
        return sandbox == null || sandbox.state() == State.KILLED ? null : sandbox;
    }

    SimulatedSandbox get(String id) throws ApiError {
        SimulatedSandbox sandbox = find(id);
        if (sandbox == null) {
            throw ApiError.sandboxNotFound(id);
        }
        return sandbox;
    }

    /** Those that run. */
    List<SimulatedSandbox> running() {
        return sandboxes.values().stream().filter(SimulatedSandbox::running).toList();
    }

    /** All that ever were. */
    List<SimulatedSandbox> all() {
        return List.copyOf(sandboxes.values());
    }

    /** Ends it; false when it has ended. */
    boolean kill(SimulatedSandbox sandbox) {
        if (!sandbox.move(State.RUNNING, State.KILLED, now()) && !sandbox.move(State.PAUSED, State.KILLED, now())) {
            return false;
        }
        sandbox.processes.values().forEach(SimulatedProcess::abandon);
        sandbox.inside.close();
        return true;
    }

    /** Stops it and keeps what is in it; false when it is paused already. */
    boolean pause(SimulatedSandbox sandbox) throws InterruptedException {
        if (!sandbox.move(State.RUNNING, State.PAUSED, now())) {
            return false;
        }
        sandbox.processes.values().forEach(SimulatedProcess::disconnectAll);
        try {
            sandbox.inside.pause();
        } catch (SandboxException e) {
            // What cannot be frozen goes on, unseen: its daemon answers no more until it is resumed.
        }
        return true;
    }

    /** Lets a paused one go on; false when it runs. */
    boolean resume(SimulatedSandbox sandbox, Duration timeout) throws InterruptedException, ApiError {
        if (!sandbox.move(State.PAUSED, State.RUNNING, now())) {
            return false;
        }
        try {
            sandbox.inside.resume();
        } catch (SandboxException e) {
            kill(sandbox);
            throw ApiError.sandboxNotFound(sandbox.id);
        }
        expireAfter(sandbox, timeout);
        return true;
    }

    /** A new end, counted from now. */
    void expireAfter(SimulatedSandbox sandbox, Duration timeout) throws ApiError {
        check(timeout);
        sandbox.endAt(now().plus(timeout));
        watch(sandbox);
    }

    void check(Duration timeout) throws ApiError {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new ApiError(400, "Timeout must be greater than 0");
        }
        if (timeout.compareTo(settings.longestSession()) > 0) {
            throw new ApiError(
                    400,
                    "Timeout cannot be greater than "
                            + settings.longestSession().toHours() + " hours");
        }
    }

    private void watch(SimulatedSandbox sandbox) {
        long wait = Math.max(0, Duration.between(now(), sandbox.endAt()).toMillis());
        var unused = timer.schedule(() -> expire(sandbox), wait + 1, TimeUnit.MILLISECONDS);
    }

    private void expire(SimulatedSandbox sandbox) {
        // A later end has a timer of its own.
        if (sandbox.running() && !now().isBefore(sandbox.endAt())) {
            var unused = work.submit(() -> sandbox.autoPause ? pause(sandbox) : kill(sandbox));
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        all().forEach(this::kill);
        work.shutdownNow();
    }
}
