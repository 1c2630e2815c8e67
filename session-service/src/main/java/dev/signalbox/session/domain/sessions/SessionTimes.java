package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SessionAgentReady;
import dev.signalbox.contracts.session.SessionWarned;
import dev.signalbox.session.domain.sessions.ActiveAgent.Status;
import dev.signalbox.session.domain.sessions.SessionDocument.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What happens to sessions without a client: time passes, sandboxes are measured, money runs out. */
public final class SessionTimes {

    private final DelegatorPolicy policy;

    public SessionTimes(DelegatorPolicy policy) {
        this.policy = policy;
    }

    /** When the session has to be looked at although nothing happens; empty once it has ended. */
    public Optional<Instant> due(SessionDocument session) {
        if (!session.active()) {
            return Optional.empty();
        }
        List<Instant> times = new ArrayList<>();
        times.add(session.use().warned() ? session.timesOutAt() : warnAt(session));
        for (ActiveAgent agent : session.agents()) {
            if (agent.status() == Status.STARTING) {
                times.add(agent.addedAt().plus(policy.readyWithin()));
            }
        }
        if (session.wish().automatic()) {
            session.agents().stream()
                    .skip(1)
                    .forEach(agent -> times.add(agent.lastUsedAt().plus(policy.agentIdle())));
        }
        return times.stream().min(Instant::compareTo);
    }

    private Instant warnAt(SessionDocument session) {
        return session.timesOutAt().minus(policy.warnBefore(session.wish().timeout()));
    }

    /** Time has passed. What runs keeps a session and its agents, but not beyond its latest end. */
    public Ruling.Changed passed(
            SessionDocument session, Activity activity, Predicate<String> othersHold, Money spent, Instant now) {
        Draft draft = new Draft(session);
        if (!session.active()) {
            return draft.done();
        }
        draft.put(used(session, activity, now));
        SessionDocument current = draft.document();
        if (!now.isBefore(current.timesOutAt())) {
            SessionRules.end(draft, endReason(current), othersHold, spent, now);
            return draft.done();
        }
        if (!current.use().warned() && !now.isBefore(warnAt(current))) {
            draft.put(current.with(
                    new Use(current.use().lastUsedAt(), true, current.use().budgetWarned())));
            draft.tell(new SessionWarned(current.id(), current.tenant(), warning(current), current.timesOutAt(), now));
        }
        slow(draft, now);
        if (current.wish().automatic()) {
            current.agents().stream()
                    .skip(1)
                    .filter(agent -> !activity.running(agent.agentId().value()))
                    .filter(agent -> !now.isBefore(agent.lastUsedAt().plus(policy.agentIdle())))
                    .forEach(agent -> SessionRules.removed(
                            draft, agent, "unused for " + words(policy.agentIdle()), true, othersHold, now));
        }
        return draft.done();
    }

    /** Most of the money is spent: told once. */
    public Ruling.Changed budgetRunsOut(SessionDocument session, String because, Instant now) {
        Draft draft = new Draft(session);
        if (session.active() && !session.use().budgetWarned()) {
            draft.put(session.with(
                    new Use(session.use().lastUsedAt(), session.use().warned(), true)));
            draft.tell(new SessionWarned(session.id(), session.tenant(), because, null, now));
        }
        return draft.done();
    }

    /** A sandbox was measured. */
    public Ruling.Changed measured(SessionDocument session, HoldMeasured measured, Instant now) {
        Draft draft = new Draft(session);
        Optional<HoldUse> hold = session.hold(measured.holdId());
        if (hold.isEmpty()) {
            return draft.done();
        }
        HoldUse after = hold.get().measured(measured);
        if (after.equals(hold.get())) {
            return draft.done();
        }
        draft.put(session.withHolds(session.holds().stream()
                .map(other -> other.place().holdId().equals(measured.holdId()) ? after : other)
                .toList()));
        if (session.active()) {
            session.agents().stream()
                    .filter(agent -> measured.holdId().equals(agent.holdId()))
                    .findFirst()
                    .ifPresent(agent -> seen(draft, agent, measured, now));
        }
        return draft.done();
    }

    private void seen(Draft draft, ActiveAgent agent, HoldMeasured measured, Instant now) {
        switch (measured.state()) {
            case READY -> {
                if (agent.status() == Status.READY) {
                    return;
                }
                Duration since = Duration.between(agent.addedAt(), measured.at());
                // What was there before the agent was added was ready at once.
                boolean before = measured.since().plus(measured.readyIn()).isBefore(agent.addedAt());
                Duration readyIn = before || since.isNegative() ? Duration.ZERO : since;
                replace(draft, agent.ready(readyIn));
                SessionDocument session = draft.document();
                draft.tell(new SessionAgentReady(session.id(), session.tenant(), agent.role(), readyIn, now));
            }
            case FAILED -> {
                boolean late = !now.isBefore(agent.addedAt().plus(policy.readyWithin()));
                if (agent.status() == Status.READY || late) {
                    replace(draft, agent.failed(notHeld(measured.because())));
                }
            }
            case RELEASED -> {
                // By another worker than the one that holds it next, or after it was let go.
            }
        }
    }

    private void slow(Draft draft, Instant now) {
        for (ActiveAgent agent : draft.document().agents()) {
            if (agent.status() == Status.STARTING
                    && !now.isBefore(agent.addedAt().plus(policy.readyWithin()))) {
                replace(draft, agent.failed(notHeld("no sandbox was ready within " + words(policy.readyWithin()))));
            }
        }
    }

    private static String notHeld(@Nullable String because) {
        return (because == null ? "no sandbox could be kept ready" : because)
                + "; it works all the same, with a new sandbox for each task";
    }

    private static void replace(Draft draft, ActiveAgent agent) {
        SessionDocument session = draft.document();
        draft.put(session.with(session.agents().stream()
                .map(other -> other.role().equals(agent.role()) ? agent : other)
                .toList()));
    }

    private static SessionDocument used(SessionDocument session, Activity activity, Instant now) {
        List<ActiveAgent> agents = session.agents().stream()
                .map(agent -> {
                    Activity.OfAgent of = activity.agents().get(agent.agentId().value());
                    return of == null ? agent : agent.used(of.running() > 0 ? now : of.lastAt());
                })
                .toList();
        Instant last = activity.running() ? now : activity.lastAt();
        Use use = session.use();
        Use later = last != null && last.isAfter(use.lastUsedAt()) ? new Use(last, false, use.budgetWarned()) : use;
        return session.with(agents).with(later);
    }

    private static String endReason(SessionDocument session) {
        if (session.timesOutAt().isBefore(session.wish().latestEnd())) {
            return "timed_out";
        }
        var context = session.wish().context();
        boolean deadline = context != null && session.wish().latestEnd().equals(context.deadline());
        return deadline ? "deadline" : "longest_life";
    }

    private static String warning(SessionDocument session) {
        return switch (endReason(session)) {
            case "timed_out" ->
                "nothing was asked of it since " + session.use().lastUsedAt() + "; it ends at " + session.timesOutAt()
                        + " if nothing is";
            case "deadline" -> "its deadline is " + session.timesOutAt();
            default -> "it ends at " + session.timesOutAt() + ", which is as long as a session may live";
        };
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
