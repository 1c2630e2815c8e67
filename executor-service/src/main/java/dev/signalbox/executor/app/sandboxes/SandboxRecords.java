package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the workers of a backend record what they are about to do. Each stage ends when the record is durable. */
public interface SandboxRecords {

    /**
     * Records an intent, in place of an earlier one of the same label.
     *
     * @param label of the sandbox
     */
    CompletionStage<@Nullable Void> intended(String label, SandboxIntended intended);

    /** The sandbox of this label is removed, or never was. */
    CompletionStage<@Nullable Void> removed(String label);

    /** This worker lives. */
    CompletionStage<@Nullable Void> seen(WorkerSeen seen);

    /** A worker ended and left nothing. */
    CompletionStage<@Nullable Void> ended(String worker);
}
