package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records that go straight into a ledger, as if Kafka took no time. */
public final class MemoryRecords implements SandboxRecords {

    public final List<String> said = new CopyOnWriteArrayList<>();
    public final Ledger ledger = new Ledger();
    public volatile boolean fails;

    private CompletionStage<@Nullable Void> done(String what) {
        if (fails) {
            return CompletableFuture.failedFuture(new IllegalStateException("no Kafka"));
        }
        said.add(what);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<@Nullable Void> intended(String label, SandboxIntended intended) {
        ledger.intended(label, intended);
        return done("intended " + label);
    }

    @Override
    public CompletionStage<@Nullable Void> removed(String label) {
        ledger.removed(label);
        return done("removed " + label);
    }

    @Override
    public CompletionStage<@Nullable Void> seen(WorkerSeen seen) {
        ledger.seen(seen);
        return done("seen " + seen.worker());
    }

    @Override
    public CompletionStage<@Nullable Void> ended(String worker) {
        ledger.ended(worker);
        return done("ended " + worker);
    }
}
