package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sandboxes that wait for tasks, so that these need not wait for sandboxes. A tier is kept warm for a while after its
 * last task, and what waits may not cost more in an hour than was allowed. Thread-safe.
 */
final class WarmPool {

    private static final System.Logger LOG = System.getLogger(WarmPool.class.getName());
    private static final Duration HOUR = Duration.ofHours(1);

    private final SandboxProvider provider;
    private final SandboxSettings settings;
    private final SandboxMeters meters;
    private final String worker;
    private final OwnSandboxes own;
    private final Clock clock;
    private final Map<String, Demand> demands = new HashMap<>();
    private final Map<String, Deque<Waiting>> waiting = new HashMap<>();
    private Instant hourBegan;
    private Instant chargedUntil;
    private Money spentThisHour = Money.ZERO;
    private boolean closed;

    private record Demand(Resources resources, Rates rates, Instant at) {}

    private record Waiting(Sandbox sandbox, Instant since) {}

    WarmPool(
            SandboxProvider provider,
            SandboxSettings settings,
            SandboxMeters meters,
            String worker,
            OwnSandboxes own,
            Clock clock) {
        this.provider = provider;
        this.settings = settings;
        this.meters = meters;
        this.worker = worker;
        this.own = own;
        this.clock = clock;
        this.hourBegan = clock.instant();
        this.chargedUntil = hourBegan;
    }

    /** Whether there is anything to keep warm. */
    boolean wanted() {
        return provider.poolable() && settings.warm().values().stream().anyMatch(count -> count > 0);
    }

    /**
     * One that waits for a task of this tier and size and may live long enough for it; what is taken is replaced at the
     * next look.
     */
    Optional<Sandbox> take(ExecutionRequested execution, Duration timeout) {
        if (!wanted()) {
            return Optional.empty();
        }
        String tier = execution.route().tier();
        synchronized (this) {
            Demand before = demands.get(tier);
            Instant now = clock.instant();
            demands.put(tier, new Demand(execution.resources(), execution.rates(), now));
            if (before == null || !before.resources().equals(execution.resources())) {
                return Optional.empty();
            }
            Deque<Waiting> ready = waiting.get(tier);
            Waiting oldest = ready == null ? null : ready.peek();
            if (ready == null || oldest == null || !lastsFor(oldest, timeout, now)) {
                return Optional.empty();
            }
            ready.remove();
            meters.pooled(size());
            return Optional.of(oldest.sandbox());
        }
    }

    /** Providers let no sandbox live longer than their longest duration, whatever it does meanwhile. */
    private boolean lastsFor(Waiting one, Duration timeout, Instant now) {
        return Duration.between(one.since(), now)
                        .plus(timeout)
                        .compareTo(provider.offer().longestDuration())
                <= 0;
    }

    /** Takes over one that waited for a worker that is dead; false when it is not needed. */
    boolean adopt(RunningSandbox running) throws SandboxException, InterruptedException {
        String tier = running.labels().tier();
        Demand demand;
        synchronized (this) {
            demand = demands.get(tier);
            if (!wanted() || demand == null || missing(tier) < 1) {
                return false;
            }
        }
        add(tier, provider.attach(running.id(), request(tier, demand)), running.startedAt());
        return true;
    }

    /** Charges what has waited, removes what need not wait, makes what is missing. Called every few seconds. */
    void look() throws InterruptedException {
        if (!wanted()) {
            return;
        }
        charge();
        for (String tier : settings.warm().keySet()) {
            Sandbox surplus;
            while ((surplus = surplus(tier)) != null) {
                own.forget(surplus.id());
                surplus.close();
            }
            Demand demand;
            synchronized (this) {
                demand = demands.get(tier);
            }
            if (demand != null && missing(tier) > 0) {
                fill(tier, demand);
            }
        }
    }

    private void fill(String tier, Demand demand) throws InterruptedException {
        SandboxRequest request = request(tier, demand);
        try (OwnSandboxes.Creation creation = own.creating(request.labels().text())) {
            Sandbox sandbox = provider.create(request);
            creation.created(sandbox);
            add(tier, sandbox, clock.instant());
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "no sandbox to keep warm: {0}", e.getMessage());
        }
    }

    private synchronized void add(String tier, Sandbox sandbox, Instant since) {
        if (closed) {
            sandbox.close();
            return;
        }
        own.keep(sandbox);
        waiting.computeIfAbsent(tier, none -> new ArrayDeque<>()).add(new Waiting(sandbox, since));
        meters.pooled(size());
    }

    private synchronized int missing(String tier) {
        return target(tier) - waiting(tier);
    }

    private synchronized int waiting(String tier) {
        Deque<Waiting> ready = waiting.get(tier);
        return ready == null ? 0 : ready.size();
    }

    private int target(String tier) {
        Demand demand = demands.get(tier);
        boolean cold = demand == null || demand.at().plus(settings.warmFor()).isBefore(clock.instant());
        boolean spent = !settings.warmPerHour().exceeds(spentThisHour);
        return closed || cold || spent ? 0 : settings.warm().getOrDefault(tier, 0);
    }

    /** One that is too many, or has waited so long that it shall be replaced. */
    private synchronized @org.jspecify.annotations.Nullable Sandbox surplus(String tier) {
        Deque<Waiting> ready = waiting.get(tier);
        Waiting oldest = ready == null ? null : ready.peek();
        if (ready == null
                || oldest == null
                || missing(tier) >= 0
                        && !oldest.since().plus(settings.warmFor()).isBefore(clock.instant())) {
            return null;
        }
        ready.remove();
        meters.pooled(size());
        return oldest.sandbox();
    }

    private synchronized void charge() {
        Instant now = clock.instant();
        Money cost = Money.ZERO;
        for (Map.Entry<String, Deque<Waiting>> ready : waiting.entrySet()) {
            Demand demand = demands.get(ready.getKey());
            for (int i = 0; demand != null && i < ready.getValue().size(); i++) {
                cost = cost.plus(demand.rates().cost(demand.resources(), Duration.between(chargedUntil, now)));
            }
        }
        chargedUntil = now;
        if (hourBegan.plus(HOUR).isBefore(now)) {
            hourBegan = now;
            spentThisHour = Money.ZERO;
        }
        spentThisHour = spentThisHour.plus(cost);
        meters.idled(cost);
    }

    private SandboxRequest request(String tier, Demand demand) {
        return new SandboxRequest(
                new SandboxLabels(settings.installation(), provider.name(), worker, tier, null),
                tier,
                demand.resources(),
                Map.of(),
                settings.lifetime(),
                settings.warmFor().plus(provider.offer().longestDuration()).plus(settings.lifetime()));
    }

    private int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /** Removes all that wait. */
    void close() {
        Map<String, Deque<Waiting>> left;
        synchronized (this) {
            closed = true;
            left = Map.copyOf(waiting);
            waiting.clear();
        }
        left.values().forEach(ready -> ready.forEach(one -> one.sandbox().close()));
    }
}
