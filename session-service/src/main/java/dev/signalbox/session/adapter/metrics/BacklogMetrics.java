package dev.signalbox.session.adapter.metrics;

import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.session.app.Backlog;
import dev.signalbox.session.app.Backlog.Backlogs;
import dev.signalbox.session.app.Backlog.Budgets;
import dev.signalbox.session.app.Backlog.OfBackend;
import dev.signalbox.session.app.SampleBacklog;
import dev.signalbox.session.config.SessionConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The backlog and the budgets as gauges. They appear with the first reading, so that a start is not told as "nothing to do". */
@ApplicationScoped
class BacklogMetrics implements SampleBacklog.Meter {

    private static final Logger LOG = Logger.getLogger(BacklogMetrics.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final Clock clock;
    private final SampleBacklog sampling;
    private final Set<String> backends = new HashSet<>();
    private final Map<Integer, Boolean> shares = new ConcurrentHashMap<>();

    private volatile @Nullable Backlog backlog;
    private volatile @Nullable Budgets budgets;
    private volatile Instant at = Instant.EPOCH;

    BacklogMetrics(MeterRegistry registry, Clock clock, Backlogs backlogs, SessionConfig config) {
        this.registry = registry;
        this.clock = clock;
        this.sampling = new SampleBacklog(backlogs, this, Set.copyOf(config.backends()), clock);
    }

    @Scheduled(every = "${signalbox.session.sample-every:5s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            sampling.sample();
        } catch (RuntimeException e) {
            LOG.warnf("the backlog is read later: %s", e);
        }
    }

    @Override
    public void backlog(Backlog read, Instant when) {
        if (backlog == null) {
            for (TaskStatus status : TaskStatus.values()) {
                if (!ended(status)) {
                    tasks(status);
                }
            }
            Gauge.builder("signalbox.backlog.sample.age", this, BacklogMetrics::age)
                    .description("since the backlog was read last")
                    .baseUnit("seconds")
                    .register(registry);
        }
        backlog = read;
        at = when;
        for (String backend : read.backends().keySet()) {
            if (backends.add(backend)) {
                register(backend);
            }
        }
    }

    private static boolean ended(TaskStatus status) {
        return status == TaskStatus.SUCCEEDED || status == TaskStatus.FAILED || status == TaskStatus.CANCELLED;
    }

    private double age() {
        return seconds(Duration.between(at, clock.instant()));
    }

    private void tasks(TaskStatus status) {
        Gauge.builder(
                        "signalbox.tasks.current",
                        this,
                        self -> self.now().tasks().getOrDefault(status, 0L))
                .description("tasks that have not ended")
                .tag("status", status.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void register(String backend) {
        Gauge.builder(
                        "signalbox.executions.waiting",
                        this,
                        self -> self.of(backend).waiting())
                .description("attempts that were dispatched and that no worker has begun")
                .tag("backend", backend)
                .register(registry);
        Gauge.builder(
                        "signalbox.executions.running",
                        this,
                        self -> self.of(backend).running())
                .description("attempts that a worker has")
                .tag("backend", backend)
                .register(registry);
        Gauge.builder(
                        "signalbox.executions.oldest.age",
                        this,
                        self -> seconds(self.of(backend).oldest()))
                .description("how long the oldest waiting attempt has waited")
                .baseUnit("seconds")
                .tag("backend", backend)
                .register(registry);
    }

    private Backlog now() {
        return Objects.requireNonNull(backlog);
    }

    private OfBackend of(String backend) {
        return now().backends().getOrDefault(backend, OfBackend.IDLE);
    }

    @Override
    public void budgets(Budgets read) {
        if (budgets == null) {
            Gauge.builder(
                            "signalbox.budget.used.ratio",
                            this,
                            self -> self.open().most())
                    .description("largest share spent or reserved among open accounts")
                    .register(registry);
            money("cap", Budgets::cap);
            money("spent", Budgets::spent);
            money("reserved", Budgets::reserved);
        }
        budgets = read;
        for (int share : read.accounts().keySet()) {
            if (shares.put(share, true) == null) {
                Gauge.builder(
                                "signalbox.budget.accounts",
                                this,
                                self -> self.open().accounts().getOrDefault(share, 0L))
                        .description("open accounts by how much of their cap is used, in percent, up to the next")
                        .tag("used", Integer.toString(share))
                        .register(registry);
            }
        }
    }

    private void money(String part, java.util.function.ToDoubleFunction<Budgets> sum) {
        Gauge.builder("signalbox.budget.usd", this, self -> sum.applyAsDouble(self.open()))
                .description("sums over open accounts with a cap")
                .tag("part", part)
                .register(registry);
    }

    private Budgets open() {
        return Objects.requireNonNull(budgets);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
