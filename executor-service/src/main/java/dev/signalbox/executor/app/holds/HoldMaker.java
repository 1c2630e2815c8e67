package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.app.sandboxes.OwnSandboxes;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes and removes the sandboxes of holds, and tells what they use. */
final class HoldMaker {

    private final SandboxProvider provider;
    private final SandboxSettings sandboxes;
    private final HoldSettings settings;
    private final SandboxMeters meters;
    private final WorkerContext context;
    private final OwnSandboxes own;
    private final Clock clock;

    HoldMaker(
            SandboxProvider provider,
            SandboxSettings sandboxes,
            HoldSettings settings,
            SandboxMeters meters,
            WorkerContext context,
            OwnSandboxes own,
            Clock clock) {
        this.provider = provider;
        this.sandboxes = sandboxes;
        this.settings = settings;
        this.meters = meters;
        this.context = context;
        this.own = own;
        this.clock = clock;
    }

    Sandbox make(SandboxHold hold) throws SandboxException, InterruptedException {
        SandboxRequest request = request(hold);
        try (OwnSandboxes.Creation creation = own.creating(request.labels().text())) {
            Sandbox made = provider.create(request);
            creation.created(made);
            own.hold(made);
            return made;
        }
    }

    private SandboxRequest request(SandboxHold hold) {
        Duration longest = provider.offer().longestDuration();
        Duration wanted = Duration.between(now(), hold.until());
        return new SandboxRequest(
                new SandboxLabels(
                        sandboxes.installation(), provider.name(), worker(), hold.tier(), null, hold.holdId()),
                hold.tier(),
                hold.resources(),
                Map.of(),
                sandboxes.lifetime(),
                (wanted.compareTo(longest) < 0 ? wanted : longest)
                        .plus(sandboxes.createWithin())
                        .plus(sandboxes.lifetime()));
    }

    void remove(Sandbox sandbox) {
        own.forget(sandbox.id());
        sandbox.close();
    }

    void report(HoldMeasured measured) {
        var ignored = context.holdReports().measured(measured);
    }

    /** How long the provider lets a sandbox live at most; nothing where it sets no limit. */
    @Nullable
    Duration longestLife() {
        return provider.outlivesWorker() ? provider.offer().longestDuration() : null;
    }

    Duration lifetime() {
        return sandboxes.lifetime();
    }

    String worker() {
        return context.worker();
    }

    HoldSettings settings() {
        return settings;
    }

    SandboxMeters meters() {
        return meters;
    }

    Instant now() {
        return clock.instant();
    }
}
