package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.Money;
import dev.signalbox.session.app.RegretMeter;
import dev.signalbox.session.app.TaskObserver;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Task;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Regret in dollars, see {@link dev.signalbox.contracts.route.Regret}. */
@ApplicationScoped
class RegretMetrics implements TaskObserver {

    /** About 2 KB each at most. */
    private static final int MOST_TASKS = 10_000;

    private final RegretMeter meter = new RegretMeter(MOST_TASKS);
    private final Clock clock;
    private final Counter regret;
    private final Counter evaluated;
    private final Counter notEvaluated;

    RegretMetrics(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.regret = Counter.builder("signalbox.regret.usd")
                .description("dollars spent beyond the cheapest candidate that would have succeeded")
                .register(registry);
        this.evaluated = ended(registry, "true");
        this.notEvaluated = ended(registry, "false");
        Gauge.builder("signalbox.regret.usd.per.day", meter, known -> known.lastDay(clock.instant()))
                .description("regret of the last 24 hours")
                .strongReference(true)
                .register(registry);
    }

    private static Counter ended(MeterRegistry registry, String known) {
        return Counter.builder("signalbox.regret.tasks")
                .description("tasks that ended, by whether their regret could be told")
                .tag("evaluated", known)
                .register(registry);
    }

    @Override
    public void routed(Input.Routed routed) {
        if (routed.request().attempt() == 1) {
            meter.routed(routed.taskId(), routed.options());
        }
    }

    @Override
    public void changed(@Nullable Task before, Task after, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.KeepResult kept) {
                Optional<Money> found = meter.ended(after.id(), kept.result(), clock.instant());
                found.ifPresent(money -> regret.increment(money.usd().doubleValue()));
                (found.isPresent() ? evaluated : notEvaluated).increment();
            }
        }
    }
}
