package dev.signalbox.executor.adapter.scrapybara;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that runs in the background and is asked after: the API answers when a command has ended, not before. */
final class ScrapybaraProcess implements SandboxProcess {

    private static final System.Logger LOG = System.getLogger(ScrapybaraProcess.class.getName());
    private static final int MOST = 512 * 1024;
    private static final int TRIES = 5;

    private final ScrapybaraApi api;
    private final String instance;
    private final String folder;
    private final String tag;
    private final Duration pollEvery;
    private final OutputListener output;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private long stdout;
    private long stderr;

    ScrapybaraProcess(
            ScrapybaraApi api, String instance, String folder, String tag, Duration pollEvery, OutputListener output) {
        this.api = api;
        this.instance = instance;
        this.folder = folder;
        this.tag = tag;
        this.pollEvery = pollEvery;
        this.output = output;
    }

    void follow() {
        Thread.ofVirtual().name("scrapybara-" + tag).start(this::poll);
    }

    private void poll() {
        int failed = 0;
        while (!end.isDone()) {
            try {
                boolean more = ask();
                failed = 0;
                if (!more && !end.isDone()) {
                    Thread.sleep(pollEvery);
                }
            } catch (SandboxException e) {
                if (e.kind() == Kind.GONE || !e.kind().retryable() || ++failed == TRIES) {
                    end.completeExceptionally(e);
                }
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(new SandboxException(Kind.UNAVAILABLE, "the answer was not understood", e));
            }
        }
    }

    /** Whether there may be more at once. */
    private boolean ask() throws SandboxException, InterruptedException {
        String[] lines =
                api.bash(instance, Bash.poll(folder, stdout, stderr, MOST)).split("\n", -1);
        int out = hand(Stream.STDOUT, lines[1]);
        int err = hand(Stream.STDERR, lines[2]);
        stdout += out;
        stderr += err;
        if (!lines[0].isBlank() && out < MOST && err < MOST) {
            end.complete(Integer.parseInt(lines[0].strip()));
        }
        return out == MOST || err == MOST;
    }

    private int hand(Stream stream, String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.strip());
        if (bytes.length > 0) {
            output.output(stream, bytes, 0, bytes.length);
        }
        return bytes.length;
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws SandboxException, InterruptedException {
        try {
            end.get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SandboxException known) {
                throw known;
            }
            throw new SandboxException(Kind.UNAVAILABLE, "the process could not be followed", e.getCause());
        }
    }

    @Override
    public int exitCode() {
        if (!end.isDone() || end.isCompletedExceptionally()) {
            throw new IllegalStateException("the process runs");
        }
        return end.join();
    }

    @Override
    public void kill() {
        if (end.isDone()) {
            return;
        }
        try {
            api.bash(instance, Bash.kill(tag));
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.DEBUG, "kill: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
