package dev.signalbox.executor.app.agent.tools;

import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.sandbox.BoundedBytes;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.time.Duration;

/** Runs a process in the sandbox to its end, with bounds on time and output. */
final class Processes {

    private static final Duration LOOK = Duration.ofMillis(50);

    private Processes() {}

    /**
     * What a process did.
     *
     * @param output both streams as they came, the middle left out where they are long
     * @param exitCode 128 + n when signal n ended it
     * @param timedOut it was ended by us
     * @param limit the limit of the sandbox that it hit, in words; empty when none
     */
    record Result(OutputText output, int exitCode, boolean timedOut, String limit) {
        String text() {
            return output.droppedBytes() == 0
                    ? output.text()
                    : output.text() + "\n(" + output.droppedBytes() + " bytes in the middle left out)";
        }
    }

    static Result run(Command command, Sandbox sandbox, Duration atMost, int mostOutput)
            throws SandboxException, InterruptedException {
        BoundedBytes output = new BoundedBytes(mostOutput);
        SandboxProcess process = sandbox.start(command, (stream, bytes, offset, length) -> {
            synchronized (output) {
                output.append(bytes, offset, length);
            }
        });
        long end = System.nanoTime() + atMost.toNanos();
        boolean timedOut = false;
        String limit = "";
        try {
            while (!process.awaitEnd(LOOK)) {
                limit = sandbox.limitHit().map(hit -> hit.detail()).orElse("");
                timedOut = System.nanoTime() >= end;
                if (timedOut || !limit.isEmpty()) {
                    process.kill();
                    boolean ignored = process.awaitEnd(Duration.ofSeconds(5));
                    break;
                }
            }
        } finally {
            process.kill();
        }
        synchronized (output) {
            OutputText text = output.text();
            int code = exitCode(process);
            if (limit.isEmpty() && !timedOut && code != 0) {
                limit = sandbox.limitBehind(code, text.text())
                        .map(hit -> hit.detail())
                        .orElse("");
            }
            return new Result(text, code, timedOut, limit);
        }
    }

    private static int exitCode(SandboxProcess process) {
        try {
            return process.exitCode();
        } catch (IllegalStateException stillRuns) {
            return 137;
        }
    }
}
