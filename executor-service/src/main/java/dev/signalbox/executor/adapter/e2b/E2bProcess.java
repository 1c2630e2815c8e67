package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process in a sandbox. A small wrapper around it writes down its exit code, so that the end is known although the
 * stream of events breaks off, and although something that it left behind holds its output open.
 */
final class E2bProcess implements SandboxProcess {

    private static final Logger LOG = LoggerFactory.getLogger(E2bProcess.class);

    /** What all processes are marked with, so that they can be found and killed wherever they hide. */
    static final String VARIABLE = "SIGNALBOX_PROCESS";

    private static final String WRAPPER = """
            _sb_mark=$1 _sb_input=$2; shift 2
            exec 3>&2 2>/dev/null
            if [ -n "$_sb_input" ]; then exec 0<"$_sb_input"; rm -f -- "$_sb_input"; fi
            "$@" 2>&3 3>&-
            _sb_code=$?
            echo "$_sb_code" >"/tmp/.signalbox-$_sb_mark.exit"
            printf '\\001%s:%s\\n' "$_sb_mark" "$_sb_code"
            printf '\\001%s:%s\\n' "$_sb_mark" "$_sb_code" >&3
            exit "$_sb_code"
            """;

    /** Kills until nothing is left that carries the variable with this value, or with any when there is none. */
    static final String KILLER = """
            for _ in 1 2 3 4 5 6 7 8 9 10; do
              found=
              for file in $(grep -lz "^SIGNALBOX_PROCESS=$1" /proc/[0-9]*/environ 2>/dev/null); do
                pid=${file#/proc/}; kill -KILL "${pid%/environ}" 2>/dev/null && found=1
              done
              [ -z "$found" ] && exit 0
            done
            """;

    private static final String GAP =
            "[signalbox] The connection to the sandbox broke off and was made again: output may be missing here.\n";

    private static final int KILLED = 137;
    private static final int NO_SUCH_PROCESS_YET = 3;
    private static final Duration STALE = Duration.ofSeconds(35);
    private static final Duration DYING = Duration.ofSeconds(3);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration CHECK = Duration.ofMillis(250);

    private final Envd envd;
    private final String name = UUID.randomUUID().toString().replace("-", "");
    private final OutputListener output;
    private final EndMark stdout;
    private final EndMark stderr;
    private final Duration patience;
    private final BooleanSupplier paused;
    private volatile @Nullable EventStream events;
    private volatile int pid;
    private volatile long killedAt;
    private int marks;
    private @Nullable Integer exitCode;
    private @Nullable SandboxException failure;

    private E2bProcess(Envd envd, OutputListener output, Duration patience, BooleanSupplier paused) {
        this.envd = envd;
        this.output = output;
        this.stdout = new EndMark(name, Stream.STDOUT, output);
        this.stderr = new EndMark(name, Stream.STDERR, output);
        this.patience = patience;
        this.paused = paused;
    }

    /** Starts it; returns when it runs. */
    static E2bProcess start(
            Envd envd, String folder, Command command, OutputListener output, Duration patience, BooleanSupplier paused)
            throws SandboxException, InterruptedException {
        E2bProcess process = new E2bProcess(envd, output, patience, paused);
        process.begin(folder, command);
        Thread.ofVirtual().name("e2b-process-" + process.pid).start(process::follow);
        return process;
    }

    private void begin(String folder, Command command) throws SandboxException, InterruptedException {
        String input = "";
        if (command.stdin() != null) {
            input = "/tmp/.signalbox-" + name + ".in";
            envd.upload(input, command.stdin().getBytes(StandardCharsets.UTF_8));
        }
        List<String> words = new ArrayList<>(List.of("-c", WRAPPER, "sh", name, input));
        words.addAll(command.words());
        Map<String, String> environment = new LinkedHashMap<>(command.environment());
        environment.put(VARIABLE, name);
        Map<String, Object> request = Map.of(
                "process",
                Map.of("cmd", "/bin/sh", "args", words, "envs", environment, "cwd", folder),
                "tag",
                name,
                "stdin",
                false);
        for (int tries = 1; ; tries++) {
            try {
                join(envd.stream("process.Process/Start", request, Duration.ZERO));
                return;
            } catch (IOException e) {
                SandboxException failed = Errors.unreachable("A process could not be started", e);
                if (found(tries, failed)) {
                    return;
                }
            } catch (SandboxException e) {
                if (e.kind() != Kind.UNAVAILABLE && e.kind() != Kind.RATE_LIMITED || found(tries, e)) {
                    throw e;
                }
            }
        }
    }

    /** Whether a process runs, or ran, whose start was not answered. */
    private boolean found(int tries, SandboxException failed) throws SandboxException, InterruptedException {
        Thread.sleep(failed.retryAfter().orElse(FIRST_PAUSE.multipliedBy(tries)));
        try {
            join(envd.stream("process.Process/Connect", Map.of("process", Map.of("tag", name)), Duration.ZERO));
            return true;
        } catch (SandboxException | IOException e) {
            OptionalInt code = writtenExitCode();
            if (code.isPresent()) {
                output(GAP);
                finish(code.getAsInt());
                return true;
            }
        }
        if (tries >= NO_SUCH_PROCESS_YET) {
            throw failed;
        }
        return false;
    }

    private void join(EventStream stream) throws SandboxException, IOException {
        boolean joined = false;
        try {
            JsonNode event = stream.next();
            while (!event.has("start")) {
                event = stream.next();
            }
            pid = event.path("start").path("pid").asInt();
            events = stream;
            joined = true;
        } finally {
            if (!joined) {
                stream.close();
            }
        }
    }

    private void follow() {
        try {
            while (running()) {
                EventStream stream = events;
                try {
                    if (stream != null) {
                        read(stream);
                    }
                } catch (IOException e) {
                    LOG.debug("The stream of process {} in sandbox {} broke off", pid, envd.id(), e);
                } finally {
                    if (stream != null) {
                        stream.close();
                    }
                }
                if (running()) {
                    reconnect();
                }
            }
        } catch (SandboxException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The output of a process could not be handled sandbox={}", envd.id(), e);
            fail(new SandboxException(Kind.UNAVAILABLE, "The output of a process could not be handled", e));
        }
    }

    private void read(EventStream stream) throws IOException, SandboxException {
        while (running()) {
            JsonNode event = stream.next();
            JsonNode data = event.path("data");
            if (data.has("stdout")) {
                mark(stdout.feed(Base64.getDecoder().decode(data.path("stdout").asText())));
            } else if (data.has("stderr")) {
                mark(stderr.feed(Base64.getDecoder().decode(data.path("stderr").asText())));
            } else if (event.has("end")) {
                stdout.flush();
                stderr.flush();
                finish(code(event.path("end")));
            }
        }
    }

    private void mark(OptionalInt code) {
        if (code.isPresent() && ++marks == 2) {
            finish(code.getAsInt());
        }
    }

    /** A process that a signal ended has exit code -1 and says so in words. */
    private static int code(JsonNode end) {
        int code = end.path("exitCode").asInt();
        if (code >= 0) {
            return code;
        }
        String status = end.path("status").asText();
        return status.contains("terminated") ? 143 : KILLED;
    }

    private void reconnect() throws SandboxException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (running()) {
            Thread.sleep(pause);
            if (paused.getAsBoolean()) {
                deadline = System.nanoTime() + patience.toNanos();
                continue;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            SandboxException last;
            try {
                join(envd.stream("process.Process/Connect", Map.of("process", Map.of("pid", pid)), Duration.ZERO));
                output(GAP);
                writtenExitCode().ifPresent(this::finish);
                return;
            } catch (IOException e) {
                last = Errors.unreachable("E2B sandbox " + envd.id(), e);
            } catch (SandboxException e) {
                if (e.kind() == Kind.NOT_FOUND) {
                    OptionalInt code = writtenExitCode();
                    output(GAP);
                    finish(code.orElse(KILLED));
                    return;
                }
                last = e;
            }
            if (last.kind() == Kind.GONE && !paused.getAsBoolean() || System.nanoTime() > deadline) {
                throw last;
            }
        }
    }

    /** The exit code that the wrapper wrote down, if it has. */
    private OptionalInt writtenExitCode() throws SandboxException, InterruptedException {
        try {
            String text = new String(envd.download("/tmp/.signalbox-" + name + ".exit", 8), StandardCharsets.US_ASCII);
            return OptionalInt.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        } catch (SandboxException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private void output(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.output(Stream.STDERR, bytes, 0, bytes.length);
    }

    private synchronized boolean running() {
        return exitCode == null && failure == null;
    }

    private synchronized void finish(int code) {
        if (exitCode == null && failure == null) {
            exitCode = code;
            notifyAll();
        }
    }

    private synchronized void fail(SandboxException e) {
        if (exitCode == null && failure == null) {
            failure = e;
            notifyAll();
        }
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws SandboxException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            synchronized (this) {
                long left = deadline - System.nanoTime();
                if (running() && left > 0) {
                    wait(Math.clamp(left / 1_000_000, 1, CHECK.toMillis()));
                }
                if (failure != null) {
                    throw new SandboxException(failure.kind(), String.valueOf(failure.getMessage()), failure);
                }
                if (exitCode != null) {
                    return true;
                }
            }
            check();
            if (System.nanoTime() >= deadline) {
                return !running();
            }
        }
    }

    /** A silent connection is made anew; what holds the output of a killed process open is not waited for. */
    private void check() {
        EventStream stream = events;
        long now = System.nanoTime();
        if (killedAt != 0 && now - killedAt > DYING.toNanos()) {
            finish(KILLED);
            if (stream != null) {
                stream.close();
            }
        } else if (stream != null && now - stream.lastMessage() > STALE.toNanos()) {
            stream.close();
        }
    }

    @Override
    public synchronized int exitCode() {
        if (exitCode == null) {
            throw new IllegalStateException("it runs");
        }
        return exitCode;
    }

    @Override
    public void kill() {
        if (!running()) {
            return;
        }
        E2bSandbox.inTheBackground(() -> {
                    try {
                        envd.call(
                                "process.Process/SendSignal",
                                Map.of("process", Map.of("pid", pid), "signal", "SIGNAL_SIGKILL"));
                    } catch (SandboxException e) {
                        LOG.debug("No signal to process {}: {}", pid, e.getMessage());
                    }
                    envd.script(KILLER, List.of(name));
                    killedAt = System.nanoTime();
                })
                .await(LONGEST_KILL);
    }
}
