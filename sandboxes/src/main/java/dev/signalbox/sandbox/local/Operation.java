package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.SandboxException;
import java.util.concurrent.CompletableFuture;

/** An order to the shell in a sandbox, and what becomes of it. */
final class Operation {

    private final int number;
    private final CompletableFuture<Long> began = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    Operation(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Its process as the sandbox numbers it, once it has begun. */
    CompletableFuture<Long> began() {
        return began;
    }

    /** Its exit code; fails with a {@link SandboxException} when the sandbox is gone before. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    void begin(long process) {
        began.complete(process);
    }

    void end(int exitCode) {
        began.completeExceptionally(
                new SandboxException(SandboxException.Kind.UNAVAILABLE, "the process could not be started"));
        ended.complete(exitCode);
    }

    void fail(SandboxException failure) {
        began.completeExceptionally(failure);
        ended.completeExceptionally(failure);
    }
}
