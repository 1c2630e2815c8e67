package dev.signalbox.session.adapter.metrics;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.event.TaskResult.AttemptSummary;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.session.app.TaskObserver;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How tasks and attempts end, how long they took, what they cost. */
@ApplicationScoped
class OutcomeMetrics implements TaskObserver {

    private static final Set<String> KINDS = Set.of("sandbox", "model");

    private final MeterRegistry registry;
    private final Labels backends = new Labels(Labels.MOST);
    private final Labels tiers = new Labels(Labels.MOST);
    private final Labels models = new Labels(Labels.MOST);

    OutcomeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void changed(@Nullable Task before, Task after, List<Effect> effects) {
        // Nothing can be told without what caused it.
    }

    @Override
    public void applied(Input input, @Nullable Task before, Task after, List<Effect> effects) {
        AttemptFinished finished = finished(input, before);
        began(input, before, after, finished);
        for (Effect effect : effects) {
            if (effect instanceof Effect.SettleAttempt settled) {
                settled(settled, after, finished);
            }
        }
        if (after.state() instanceof TaskState.Ended ended
                && (before == null || !(before.state() instanceof TaskState.Ended))) {
            ended(after, ended);
        }
    }

    /** The result that is being applied; it may have waited for progress that came later. */
    private static @Nullable AttemptFinished finished(Input input, @Nullable Task before) {
        if (input instanceof Input.Finished result) {
            return result.finished();
        }
        return before != null && before.state() instanceof TaskState.Finishing finishing ? finishing.finished() : null;
    }

    /** The first worker of a task began; where that came too late to be told, the result says how long it had waited. */
    private void began(Input input, @Nullable Task before, Task after, @Nullable AttemptFinished finished) {
        if (before == null
                || !(before.state() instanceof TaskState.Dispatched dispatched)
                || dispatched.attempt().number() != 1) {
            return;
        }
        Duration waited = input instanceof Input.Started started
                ? Duration.between(after.requestedAt(), started.started().startedAt())
                : finished == null ? null : finished.timings().queued();
        if (waited != null) {
            Timer.builder("signalbox.queue")
                    .description("from the client's request to the first worker's start")
                    .tag("backend", backends.of(dispatched.attempt().route().backend()))
                    .serviceLevelObjectives(Labels.waits())
                    .register(registry)
                    .record(atLeastNothing(waited));
        }
    }

    private void settled(Effect.SettleAttempt settled, Task after, @Nullable AttemptFinished finished) {
        AttemptSummary attempt = after.past().stream()
                .filter(past -> past.attempt() == settled.attempt())
                .findFirst()
                .orElse(null);
        if (attempt == null) {
            return;
        }
        cost(attempt);
        if (settled.outcome() == null) {
            Counter.builder("signalbox.attempts.lost")
                    .description("attempts whose worker was lost, or that nobody took in time")
                    .tag("backend", backends.of(attempt.route().backend()))
                    .register(registry)
                    .increment();
        } else if (finished != null && finished.attempt() == settled.attempt()) {
            tokens(finished, attempt.route());
        }
    }

    private void cost(AttemptSummary attempt) {
        Map<String, Money> byKind = new TreeMap<>();
        Money rest = attempt.cost().total();
        for (Cost.Part part : attempt.cost().parts()) {
            byKind.merge(KINDS.contains(part.kind()) ? part.kind() : Labels.OTHER, part.amount(), Money::plus);
            rest = rest.minus(part.amount());
        }
        if (rest.exceeds(Money.ZERO)) {
            byKind.merge(Labels.OTHER, rest, Money::plus);
        }
        byKind.forEach((kind, amount) -> Counter.builder("signalbox.cost.usd")
                .description("what attempts cost")
                .tags(route(attempt.route()).and("kind", kind))
                .register(registry)
                .increment(amount.usd().doubleValue()));
    }

    private void tokens(AttemptFinished finished, Route route) {
        Usage usage = finished.usage();
        String model = models.of(
                finished.answer() == null ? route.model() : finished.answer().model());
        tokens(model, "input", usage.inputTokens());
        tokens(model, "output", usage.outputTokens());
        tokens(model, "cache_read", usage.cacheReadTokens());
        tokens(model, "cache_write", usage.cacheWriteTokens());
    }

    private void tokens(String model, String kind, long tokens) {
        if (tokens > 0) {
            Counter.builder("signalbox.tokens")
                    .description("tokens of attempts that ended")
                    .tag("model", model)
                    .tag("kind", kind)
                    .register(registry)
                    .increment(tokens);
        }
    }

    private void ended(Task task, TaskState.Ended ended) {
        String status = ended.status().name().toLowerCase(Locale.ROOT);
        Route route = task.route().orElse(null);
        Counter.builder("signalbox.tasks.ended")
                .description("tasks that ended, by the route of their last attempt")
                .tags(route(route).and("status", status))
                .register(registry)
                .increment();
        Instant end = ended.endedAt();
        Timer.builder("signalbox.task")
                .description("from the client's request to the end")
                .tag("status", status)
                .tag("tier", tiers.of(route == null ? null : route.tier()))
                .serviceLevelObjectives(Labels.waits())
                .register(registry)
                .record(atLeastNothing(Duration.between(task.requestedAt(), end)));
    }

    private Tags route(@Nullable Route route) {
        return Tags.of(
                "backend", backends.of(route == null ? null : route.backend()),
                "tier", tiers.of(route == null ? null : route.tier()),
                "model", models.of(route == null ? null : route.model()));
    }

    /** Clocks of two machines may differ. */
    private static Duration atLeastNothing(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
