package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Executes scripts in one pod. */
final class PodExec {

    static final int NO_SUCH_FILE = 44;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 300;
    private static final int MESSAGE = 64 * 1024;

    private final KubernetesClient client;
    private final String namespace;
    private final String pod;
    private final PodWatch watch;

    PodExec(KubernetesClient client, String namespace, String pod, PodWatch watch) {
        this.client = client;
        this.namespace = namespace;
        this.pod = pod;
        this.watch = watch;
    }

    /** How a short script ended and what it wrote. */
    record Result(int exitCode, byte[] output, String errors) {}

    /** Opens the connection; what a script reads must be written to the input of what is returned. */
    ExecWatch open(OutputStream output, OutputStream errors, boolean input, List<String> words)
            throws SandboxException, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                var container =
                        client.pods().inNamespace(namespace).withName(pod).inContainer(SandboxPod.CONTAINER);
                var streams =
                        input ? container.redirectingInput().writingOutput(output) : container.writingOutput(output);
                return streams.writingError(errors).exec(words.toArray(String[]::new));
            } catch (KubernetesClientException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while a command was started");
                }
                requireRunning();
                if (tried == TRIES || !ApiErrors.passing(e)) {
                    throw ApiErrors.ofPod(e);
                }
                Thread.sleep(PAUSE_MILLIS * tried);
            }
        }
    }

    /** Runs a script that ends soon. */
    Result run(String script, byte[] input, String... arguments) throws SandboxException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        words.addAll(List.of(arguments));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (ExecWatch exec = open(output, errors, input.length > 0, words)) {
            send(exec, input);
            Integer code = exec.exitCode().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            if (code == null) {
                throw lost(null);
            }
            if (code > 128) {
                requireRunning();
            }
            return new Result(code, output.toByteArray(), errors.toString(StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            throw lost(e.getCause());
        } catch (TimeoutException e) {
            requireRunning();
            throw new SandboxException(Kind.UNAVAILABLE, "the pod did not answer within " + LONGEST.toSeconds() + " s");
        } catch (IOException e) {
            throw lost(e);
        }
    }

    static void send(ExecWatch exec, byte[] input) throws IOException {
        OutputStream stream = exec.getInput();
        if (stream == null) {
            return;
        }
        for (int sent = 0; sent < input.length; sent += MESSAGE) {
            stream.write(input, sent, Math.min(MESSAGE, input.length - sent));
        }
        stream.flush();
    }

    /** Why a connection was lost: the pod is gone, or only the connection is. */
    SandboxException lost(@org.jspecify.annotations.Nullable Throwable cause) throws SandboxException {
        requireRunning();
        return new SandboxException(Kind.UNAVAILABLE, "the connection to the pod was lost", cause);
    }

    /** Asks the API server. */
    void requireRunning() throws SandboxException {
        PodState state = state();
        if (!(state instanceof PodState.Running)) {
            throw PodState.gone(state);
        }
    }

    PodState state() throws SandboxException {
        try {
            return PodState.of(watch.ask(pod).orElse(null));
        } catch (KubernetesClientException e) {
            throw ApiErrors.ofPod(e);
        }
    }
}
