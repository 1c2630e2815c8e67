package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.agent.AgentResult;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.holds.HoldSettings;
import dev.signalbox.executor.app.holds.Holds;
import dev.signalbox.executor.app.sandboxes.HeldSandbox;
import dev.signalbox.executor.app.sandboxes.LazySandbox;
import dev.signalbox.executor.app.sandboxes.SandboxKeeper;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.Plan;
import dev.signalbox.executor.domain.Planner;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.executor.domain.Settlement;
import dev.signalbox.executor.domain.StepCommand;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs attempts in the sandboxes of a provider: code as a process, prompts by an agent. */
public final class SandboxAttempts implements SandboxBackend {

    private static final System.Logger LOG = System.getLogger(SandboxAttempts.class.getName());

    private final SandboxProvider provider;
    private final AgentWorker agents;
    private final SandboxSettings settings;
    private final SandboxMeters meters;
    private final Clock clock;
    private final HoldSettings holding;
    private volatile @Nullable SandboxKeeper keeper;
    private volatile @Nullable Holds holds;

    public SandboxAttempts(
            SandboxProvider provider, AgentWorker agents, SandboxSettings settings, SandboxMeters meters, Clock clock) {
        this(provider, agents, settings, HoldSettings.STANDARD, meters, clock);
    }

    public SandboxAttempts(
            SandboxProvider provider,
            AgentWorker agents,
            SandboxSettings settings,
            HoldSettings holding,
            SandboxMeters meters,
            Clock clock) {
        this.holding = holding;
        this.provider = provider;
        this.agents = agents;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Offer offer() {
        return provider.offer();
    }

    @Override
    public Set<String> models() {
        return agents.models();
    }

    @Override
    public void begin(WorkerContext context) {
        SandboxKeeper begun = new SandboxKeeper(provider, settings, meters, context, clock);
        keeper = begun;
        begun.start();
        Holds held = new Holds(provider, settings, holding, meters, context, begun.own(), clock);
        holds = held;
        held.start();
    }

    @Override
    public SandboxResult run(Attempt attempt, AttemptProgress progress, StopSignal stop) throws InterruptedException {
        Offer offer = offer();
        String because = offer.unavailableBecause();
        if (because != null) {
            return SandboxResult.refused(ProblemType.ISOLATION_UNAVAILABLE.because(because));
        }
        ExecutionRequested request = attempt.request();
        Duration timeout =
                request.timeout().compareTo(offer.longestDuration()) > 0 ? offer.longestDuration() : request.timeout();
        if (!request.task().runsCode() && !agents.models().isEmpty()) {
            return work(attempt, timeout, progress, stop);
        }
        return switch (Planner.plan(request.task(), offer.languages())) {
            case Plan.Refuse refusal -> SandboxResult.refused(refusal.problem());
            case Plan.Run plan -> run(attempt, plan, timeout, progress, stop);
        };
    }

    private LazySandbox sandbox(
            Attempt attempt, Map<String, byte[]> files, Duration timeout, AttemptProgress progress, StopSignal stop) {
        Map<String, byte[]> all = new HashMap<>(files);
        for (ProducedFile carried : attempt.request().carriedFiles()) {
            String content = carried.content();
            if (content != null) {
                all.put(carried.path(), Base64.getDecoder().decode(content));
            }
        }
        SandboxKeeper living = Objects.requireNonNull(keeper, "begin was not called");
        Holds held = Objects.requireNonNull(holds, "begin was not called");
        LazySandbox sandbox = new LazySandbox(
                () -> {
                    try (Step step = Step.current().part(Semantics.CREATE_SANDBOX + " " + name());
                            Step.Scope ignored = step.enter()) {
                        Optional<HeldSandbox> ready = held.borrow(attempt, timeout);
                        HeldSandbox opened = ready.isPresent()
                                ? ready.get()
                                : living.sandboxes().open(attempt, timeout, stop);
                        step.with(Semantics.SANDBOX_ID, opened.sandbox().id())
                                .with(Semantics.SANDBOX_READY, ready.isPresent());
                        return opened;
                    }
                },
                all,
                attempt.request().task().environment());
        progress.sandboxCost(() -> sandbox.exists()
                ? Settlement.sandbox(attempt.request(), sandbox.allocated().orElse(null), sandbox.charged())
                : Cost.NONE);
        return sandbox;
    }

    private SandboxResult run(
            Attempt attempt, Plan.Run plan, Duration timeout, AttemptProgress progress, StopSignal stop)
            throws InterruptedException {
        ExecutionRequested request = attempt.request();
        try (LazySandbox sandbox = sandbox(attempt, plan.files(), timeout, progress, stop)) {
            Supervision supervision = new Supervision(sandbox, progress.output(), stop);
            try {
                Supervision.End end;
                try (Step step = Step.current().part(Semantics.RUN_CODE + " " + name());
                        Step.Scope ignored = step.enter()) {
                    end = supervision.run(
                            StepCommand.of(plan, Map.of(), request.task().stdin()), timeout);
                    step.with(Semantics.OUTCOME, end.ruling().outcome().name().toLowerCase(Locale.ROOT));
                }
                List<ProducedFile> files = sandbox.collect(plan.files());
                return new SandboxResult(
                        end.ruling().outcome(),
                        end.ruling().outcome() == Outcome.BACKEND_FAILED,
                        end.exitCode(),
                        files,
                        sandbox.startUp(),
                        end.run(),
                        usage(sandbox.measure()),
                        end.ruling().problem(),
                        sandbox.allocated().orElse(null),
                        sandbox.charged(),
                        Cost.NONE,
                        null,
                        null);
            } catch (SandboxException e) {
                return failed(sandbox, e, stop);
            }
        }
    }

    private SandboxResult failed(LazySandbox sandbox, SandboxException e, StopSignal stop) {
        if (stop.fired().isPresent()) {
            return SandboxResult.cancelledBeforeStart(stop.fired().get().reason());
        }
        LOG.log(System.Logger.Level.WARNING, "no sandbox backend={0} kind={1}: {2}", name(), e.kind(), e.getMessage());
        Problem problem = ProblemType.BACKEND_FAILED.because(
                e.getMessage() == null ? "The backend " + name() + " failed." : e.getMessage(),
                Map.of("kind", e.kind().name().toLowerCase(Locale.ROOT)));
        return e.kind() == SandboxException.Kind.REFUSED
                ? SandboxResult.refused(problem)
                : SandboxResult.backendFailed(sandbox.startUp(), problem);
    }

    private SandboxResult work(Attempt attempt, Duration timeout, AttemptProgress progress, StopSignal stop)
            throws InterruptedException {
        Map<String, byte[]> placed = new HashMap<>();
        attempt.request().task().files().forEach(file -> placed.put(file.path(), file.bytes()));
        long begun = System.nanoTime();
        try (LazySandbox sandbox = sandbox(attempt, placed, timeout, progress, stop)) {
            AgentResult result = agents.work(attempt, sandbox, progress, timeout, stop);
            Duration run = Duration.ofNanos(System.nanoTime() - begun).minus(sandbox.startUp());
            List<ProducedFile> files = collected(sandbox, placed);
            Usage usage = usage(sandbox.measure()).with(result.tokens());
            return new SandboxResult(
                    result.outcome(),
                    result.retryable(),
                    null,
                    files,
                    sandbox.startUp(),
                    run,
                    usage,
                    result.problem(),
                    sandbox.allocated().orElse(null),
                    sandbox.exists() ? sandbox.charged() : null,
                    result.cost(),
                    result.answer(),
                    result.conversation());
        }
    }

    /** Files of an agent's work; an answer is not lost because its sandbox is. */
    private List<ProducedFile> collected(LazySandbox sandbox, Map<String, byte[]> placed) throws InterruptedException {
        try {
            return sandbox.collect(placed);
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "the files of an agent are lost: {0}", e.getMessage());
            return List.of();
        }
    }

    private static Usage usage(Measurement measured) {
        return new Usage(measured.cpuSeconds(), measured.peakMemoryBytes(), 0, 0);
    }

    @Override
    public void close() {
        Holds held = holds;
        if (held != null) {
            held.close();
        }
        SandboxKeeper living = keeper;
        if (living != null) {
            living.close();
        }
        provider.close();
    }
}
