package dev.signalbox.executor.adapter.noop;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.executor.app.AttemptProgress;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.Offer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Says that every attempt succeeded and runs nothing: what is left is the cost of everything around it. */
public final class NoopBackend implements SandboxBackend {

    public static final String NAME = "noop";

    // Nothing runs, so nothing can get out; it claims the least level that takes tasks.
    private static final Offer OFFER = new Offer(
            "quick",
            null,
            Isolation.NAMESPACES,
            BackendAnnounced.standardTiers(),
            EnumSet.allOf(Language.class),
            Set.of("benchmark"),
            Duration.ofHours(1),
            Duration.ZERO);
    private static final SandboxResult SUCCESS = new SandboxResult(
            Outcome.SUCCEEDED, false, 0, List.of(), Duration.ZERO, Duration.ofMillis(1), Usage.NONE, null);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Offer offer() {
        return OFFER;
    }

    @Override
    public SandboxResult run(Attempt attempt, AttemptProgress progress, StopSignal stop) {
        return SUCCESS;
    }

    @Override
    public boolean instant() {
        return true;
    }
}
