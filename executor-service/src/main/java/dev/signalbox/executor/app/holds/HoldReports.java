package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.session.HoldMeasured;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where is told what held sandboxes are and use. The stage ends when the record is durable. */
public interface HoldReports {

    /** Tells nobody. */
    HoldReports NONE = measured -> CompletableFuture.completedFuture(null);

    CompletionStage<@Nullable Void> measured(HoldMeasured measured);
}
