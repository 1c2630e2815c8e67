package dev.signalbox.session.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.domain.Change;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.LifecyclePolicy;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskLifecycle;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeMetricsTest {

    private static final TaskId ID = Samples.TASK;
    private static final Route ROUTE = new Route("e2b", "medium", "claude-haiku-5-5", null);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final OutcomeMetrics metrics = new OutcomeMetrics(registry);
    private final TaskLifecycle lifecycle = new TaskLifecycle(LifecyclePolicy.DEFAULT);
    private final Instant requestedAt = Samples.request().requestedAt();
    private Instant now = requestedAt.plusSeconds(1);
    private @Nullable Task task;

    @Test
    void aTaskIsCountedByItsRouteAndItsTimesAreMeasured() {
        given(routed(ROUTE), started(4), finished(Outcome.SUCCEEDED, 64));

        assertThat(count("signalbox.tasks.ended", "status", "succeeded", "backend", "e2b", "model", ROUTE.model()))
                .isEqualTo(1);
        assertThat(registry.get("signalbox.queue").tag("backend", "e2b").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(4);
        assertThat(registry.get("signalbox.task").tag("tier", "medium").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(64);
    }

    @Test
    void costIsCountedByItsPartsAndTokensByTheirKind() {
        given(routed(ROUTE), started(4), finished(Outcome.SUCCEEDED, 64));

        assertThat(count("signalbox.cost.usd", "kind", "sandbox", "tier", "medium"))
                .isCloseTo(0.25, within(1e-12));
        assertThat(count("signalbox.cost.usd", "kind", "model")).isCloseTo(0.5, within(1e-12));
        assertThat(count("signalbox.cost.usd", "kind", "other")).isCloseTo(0.125, within(1e-12));
        assertThat(count("signalbox.tokens", "kind", "input", "model", ROUTE.model()))
                .isEqualTo(1000);
        assertThat(count("signalbox.tokens", "kind", "output")).isEqualTo(200);
        assertThat(count("signalbox.tokens", "kind", "cache_read")).isEqualTo(30);
        assertThat(registry.find("signalbox.tokens").tag("kind", "cache_write").counter())
                .isNull();
    }

    @Test
    void aResultThatWaitsForItsProgressIsCountedOnceWithItsTokens() {
        AttemptFinished result = result(Outcome.SUCCEEDED, 64, 2);
        given(routed(ROUTE), new Input.Finished(ID, result), new Input.Finished(ID, result));
        assertThat(registry.find("signalbox.tasks.ended").counter()).isNull();
        assertThat(registry.get("signalbox.queue").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(7);

        given(started(4));
        now = now.plusSeconds(60);
        given(new Input.Review(ID, new ReviewTask(ID, 1, due())));

        assertThat(count("signalbox.tasks.ended", "status", "succeeded")).isEqualTo(1);
        assertThat(count("signalbox.tokens", "kind", "input")).isEqualTo(1000);
        assertThat(registry.get("signalbox.queue").timer().count()).isEqualTo(1);
    }

    @Test
    void anAttemptThatNobodyTookIsLost() {
        given(routed(ROUTE));
        Instant due = due();
        now = due;
        given(new Input.Review(ID, new ReviewTask(ID, 1, due)));

        assertThat(count("signalbox.attempts.lost", "backend", "e2b")).isEqualTo(1);
        assertThat(registry.find("signalbox.tasks.ended").counter()).isNull();
    }

    @Test
    void manyModelsBecomeOneLabel() {
        Labels labels = new Labels(2);
        assertThat(List.of(labels.of("a"), labels.of("b"), labels.of("c"), labels.of("a")))
                .containsExactly("a", "b", "other", "a");
        assertThat(labels.of(null)).isEqualTo("none");
    }

    private void given(Input... inputs) {
        for (Input input : inputs) {
            Task before = task;
            Change change = lifecycle.apply(before, input, now);
            Task after = change.task();
            if (after != null && after != before) {
                metrics.applied(input, before, after, change.effects());
                task = after;
            }
        }
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counters().stream()
                .mapToDouble(counter -> {
                    assertThat(counter.getId().getType()).isEqualTo(Meter.Type.COUNTER);
                    return counter.count();
                })
                .sum();
    }

    private Instant due() {
        return java.util.Objects.requireNonNull(task).state().due().orElseThrow();
    }

    private static Input routed(Route route) {
        TaskRequested first = Samples.request();
        Candidate sample = Samples.candidate();
        return new Input.Routed(
                ID,
                first,
                new Candidate(
                        route,
                        sample.resources(),
                        0.9,
                        sample.startUp(),
                        sample.duration(),
                        sample.cost(),
                        sample.cost(),
                        1,
                        1,
                        null),
                Samples.RATES,
                Duration.ofSeconds(30),
                "because",
                List.of(),
                "",
                List.of(),
                List.of(),
                "{}");
    }

    private Input started(int second) {
        return new Input.Started(
                ID, new AttemptStarted(ID, 1, 1, "e2b", "w", Isolation.MICROVM, requestedAt.plusSeconds(second)));
    }

    private Input finished(Outcome outcome, int second) {
        return new Input.Finished(ID, result(outcome, second, 1));
    }

    private AttemptFinished result(Outcome outcome, int second, int progress) {
        AttemptFinished sample = Samples.finished();
        Cost cost = new Cost(
                Money.of("0.875"),
                List.of(
                        new Cost.Part("sandbox", Money.of("0.25"), ""),
                        new Cost.Part("model", Money.of("0.5"), ""),
                        new Cost.Part("network", Money.of("0.125"), "")));
        return new AttemptFinished(
                ID,
                1,
                1,
                outcome,
                false,
                0,
                sample.stdout(),
                sample.stderr(),
                List.of(),
                new Timings(Duration.ofSeconds(7), Duration.ofSeconds(1), Duration.ofSeconds(2)),
                new Usage(1, 0, 1000, 200, 30, 0),
                cost,
                progress,
                null,
                requestedAt.plusSeconds(second));
    }
}
