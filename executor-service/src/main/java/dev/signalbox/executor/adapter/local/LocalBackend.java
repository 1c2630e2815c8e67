package dev.signalbox.executor.adapter.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.executor.app.AttemptProgress;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.Plan;
import dev.signalbox.executor.domain.Planner;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.Offer;
import java.io.IOException;
import java.time.Duration;

/** Runs code on this machine, as well isolated as the machine can, and refuses to where that is not well enough. */
public final class LocalBackend implements SandboxBackend {

    public static final String NAME = "local";

    private static final System.Logger LOG = System.getLogger(LocalBackend.class.getName());

    private final LocalRun.Workshop workshop;
    private final Offer offer;

    private LocalBackend(LocalRun.Workshop workshop, Offer offer) {
        this.workshop = workshop;
        this.offer = offer;
    }

    /**
     * Finds out what this machine can do, and removes what dead executors left.
     *
     * @throws IOException when the work folder cannot be used
     */
    public static LocalBackend open(LocalSettings settings) throws IOException, InterruptedException {
        Survey.Result survey = Survey.of(settings);
        Offer offer = survey.offer();
        LOG.log(
                System.Logger.Level.INFO,
                "backend local: isolation={0} ({1}), languages={2}, start-up {3} ms",
                offer.isolation(),
                survey.workshop().cgroups().version(),
                offer.languages(),
                offer.startUp().toMillis());
        String because = offer.unavailableBecause();
        if (because != null) {
            LOG.log(System.Logger.Level.WARNING, "backend local refuses all tasks: {0}", because);
        } else if (!offer.isolation().atLeast(Isolation.NAMESPACES)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "backend local runs code WITHOUT ISOLATION, as SIGNALBOX_ALLOW_UNISOLATED=true asks: "
                            + "it can read this machine's files and use its network");
        }
        return new LocalBackend(survey.workshop(), offer);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public SandboxResult run(Attempt attempt, AttemptProgress progress, StopSignal stop)
            throws IOException, InterruptedException {
        String because = offer.unavailableBecause();
        if (because != null) {
            return SandboxResult.refused(ProblemType.ISOLATION_UNAVAILABLE.because(because));
        }
        return switch (Planner.plan(attempt.request().task(), offer.languages())) {
            case Plan.Refuse refusal -> SandboxResult.refused(refusal.problem());
            case Plan.Run plan -> new LocalRun(workshop, order(attempt, plan), progress.output(), stop).run();
        };
    }

    private LocalRun.Order order(Attempt attempt, Plan.Run plan) {
        Duration asked = attempt.request().timeout();
        Duration timeout = asked.compareTo(offer.longestDuration()) > 0 ? offer.longestDuration() : asked;
        return new LocalRun.Order(
                attempt.label(),
                plan,
                attempt.request().task().environment(),
                attempt.request().task().stdin(),
                attempt.request().resources(),
                timeout);
    }

    @Override
    public void close() {
        workshop.spawner().close();
        workshop.cgroups().close();
        workshop.folders().close();
    }
}
