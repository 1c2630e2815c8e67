package dev.signalbox.session.adapter.metrics;

import dev.signalbox.contracts.Money;
import dev.signalbox.session.app.SavingMeter;
import dev.signalbox.session.app.TaskObserver;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Task;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Saving in dollars, see {@link SavingMeter}. A counter cannot go down, so what was lost is another one. */
@ApplicationScoped
class SavingMetrics implements TaskObserver {

    /** About 200 bytes each. */
    private static final int MOST_TASKS = 50_000;

    private final SavingMeter meter = new SavingMeter(MOST_TASKS);
    private final Counter saved;
    private final Counter lost;
    private final Counter reference;

    SavingMetrics(MeterRegistry registry) {
        this.saved = Counter.builder("signalbox.saving.usd")
                .description("what the full environment would have cost beyond what was spent")
                .register(registry);
        this.lost = Counter.builder("signalbox.saving.lost.usd")
                .description("what was spent beyond what the full environment would have cost")
                .register(registry);
        this.reference = Counter.builder("signalbox.saving.reference.usd")
                .description("what the full environment would have cost for the same tasks")
                .register(registry);
    }

    @Override
    public void routed(Input.Routed routed) {
        Money fullCost = routed.fullCost();
        if (routed.request().attempt() == 1 && fullCost != null) {
            meter.routed(routed.taskId(), fullCost);
        }
    }

    @Override
    public void changed(@Nullable Task before, Task after, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.KeepResult kept) {
                meter.ended(after.id(), kept.result()).ifPresent(this::count);
            }
        }
    }

    private void count(SavingMeter.Compared compared) {
        double saving = compared.reference().minus(compared.spent()).usd().doubleValue();
        (saving < 0 ? lost : saved).increment(Math.abs(saving));
        reference.increment(compared.reference().usd().doubleValue());
    }
}
