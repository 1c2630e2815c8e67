package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command in a pod: one connection for its input, its output, and the word that ends it. */
final class KubernetesProcess implements SandboxProcess {

    private static final System.Logger LOG = System.getLogger(KubernetesProcess.class.getName());
    private static final int KILLED = 137;
    private static final Duration HELD_OUTPUT = Duration.ofMillis(300);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(3);
    private static final long STATUS_PATIENCE_NANOS = Duration.ofSeconds(4).toNanos();
    private static final long STATUS_POLL_MILLIS = 250;

    private final PodExec exec;
    private final String tag;
    private final MarkedOutput stdout;
    private final MarkedOutput stderr;
    private final CompletableFuture<String> report = new CompletableFuture<>();
    private final CompletableFuture<String> errorsEnded = new CompletableFuture<>();
    /** Exit code as reported by the script in the pod; absent when the connection ended without a report. */
    private final CompletableFuture<End> end = new CompletableFuture<>();

    private @Nullable ExecWatch connection;
    private @Nullable Integer exitCode;

    /** How the connection ended: with a report, with the code of the script, or with nothing. */
    private record End(@Nullable Integer reported, @Nullable Integer ofScript) {}

    /**
     * What is known when a command has ended.
     *
     * @param reports takes the line of the mark
     */
    KubernetesProcess(PodExec exec, String tag, String word, OutputListener output, Consumer<String> reports) {
        this.exec = exec;
        this.tag = tag;
        this.stdout = new MarkedOutput(word, Stream.STDOUT, output, report::complete);
        this.stderr = new MarkedOutput(word, Stream.STDERR, output, errorsEnded::complete);
        report.thenAccept(reports);
    }

    /** Starts it. */
    void start(byte[] script, byte[] input, String word) throws SandboxException, InterruptedException {
        ExecWatch opened = exec.open(stdout, stderr, true, List.of("/bin/sh", "-c", Scripts.LAUNCH));
        synchronized (this) {
            connection = opened;
        }
        opened.exitCode().whenComplete((code, e) -> over(code));
        report.thenCombine(errorsEnded, (line, ignored) -> line)
                .thenAcceptAsync(
                        line -> finish(line),
                        CompletableFuture.delayedExecutor(HELD_OUTPUT.toMillis(), TimeUnit.MILLISECONDS));
        try {
            PodExec.send(
                    opened,
                    (script.length + " " + input.length + " " + tag + " " + word + "\n")
                            .getBytes(StandardCharsets.US_ASCII));
            PodExec.send(opened, script);
            PodExec.send(opened, input);
        } catch (IOException e) {
            opened.close();
            throw exec.lost(e);
        }
    }

    /** Others may still hold its output: that it has ended is enough. */
    private void finish(String line) {
        if (end.complete(new End(code(line), null))) {
            closeConnection();
        }
    }

    private void over(@Nullable Integer ofScript) {
        stdout.finish();
        stderr.finish();
        String line = report.getNow("");
        end.complete(line.isEmpty() ? new End(null, ofScript) : new End(code(line), ofScript));
    }

    private static int code(String line) {
        int colon = line.indexOf(':');
        return Integer.parseInt(colon < 0 ? line : line.substring(0, colon));
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws SandboxException, InterruptedException {
        End ended;
        try {
            ended = end.get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw exec.lost(e.getCause());
        }
        synchronized (this) {
            if (exitCode == null) {
                exitCode = ended.reported() != null ? ended.reported() : explain(ended.ofScript());
            }
        }
        return true;
    }

    /** The script that should have reported did not: the pod's status says why. It may come a little later. */
    private int explain(@Nullable Integer ofScript) throws SandboxException, InterruptedException {
        long until = System.nanoTime() + STATUS_PATIENCE_NANOS;
        PodState state = exec.state();
        while (state instanceof PodState.Running && System.nanoTime() < until) {
            Thread.sleep(STATUS_POLL_MILLIS);
            state = exec.state();
        }
        if (state instanceof PodState.Ended ended && ended.limit() != null) {
            return KILLED;
        }
        if (!(state instanceof PodState.Running)) {
            throw PodState.gone(state);
        }
        if (ofScript != null) {
            return ofScript;
        }
        throw new SandboxException(Kind.UNAVAILABLE, "the connection to the process was lost, which ended it");
    }

    @Override
    public synchronized int exitCode() {
        if (exitCode == null) {
            throw new IllegalStateException("the process runs");
        }
        return exitCode;
    }

    @Override
    public void kill() {
        if (end.isDone()) {
            return;
        }
        ExecWatch open;
        synchronized (this) {
            open = connection;
        }
        try {
            if (open != null) {
                PodExec.send(open, new byte[] {'\n'});
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "kill over a lost connection: {0}", e.toString());
        }
        Thread.ofVirtual().name("kill-" + tag).start(this::killAnew);
    }

    /** Where the word was not heard. */
    private void killAnew() {
        try {
            end.get(KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            try {
                exec.run(Scripts.KILL, new byte[0], tag);
            } catch (SandboxException failed) {
                LOG.log(System.Logger.Level.DEBUG, "second kill: {0}", failed.toString());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException | InterruptedException e) {
            // Ended otherwise.
        }
    }

    private synchronized void closeConnection() {
        if (connection != null) {
            connection.close();
        }
    }
}
