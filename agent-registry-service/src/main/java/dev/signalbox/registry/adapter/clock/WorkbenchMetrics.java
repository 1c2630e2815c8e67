package dev.signalbox.registry.adapter.clock;

import dev.signalbox.registry.app.workbench.Pipelines;
import dev.signalbox.registry.app.workbench.WorkbenchMeter;
import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelineState;
import dev.signalbox.registry.domain.workbench.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** How long agents take to make, how many of them make it, and where the others are. */
@ApplicationScoped
class WorkbenchMetrics implements WorkbenchMeter {

    /** Two minutes are what is promised. */
    private static final Duration[] BUCKETS = LongStream.of(1, 5, 10, 30, 60, 90, 120, 300, 600, 3600)
            .mapToObj(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Pipelines pipelines;
    private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();

    WorkbenchMetrics(MeterRegistry registry, Pipelines pipelines) {
        this.registry = registry;
        this.pipelines = pipelines;
    }

    @Override
    public void ended(Pipeline pipeline, Duration sinceItBegan) {
        String outcome = pipeline.state() == PipelineState.FAILED
                ? "failed"
                : pipeline.stage() == Stage.DEPLOYED
                        ? "deployed"
                        : pipeline.stage() == Stage.CANARY ? "canary" : "ready";
        String step = pipeline.state() == PipelineState.FAILED ? pipeline.step().name() : "NONE";
        registry.counter(
                        "signalbox.workbench.deployments",
                        "outcome",
                        outcome,
                        "failed_step",
                        step.toLowerCase(java.util.Locale.ROOT))
                .increment();
        if (!outcome.equals("failed")) {
            Timer.builder("signalbox.workbench.creation")
                    .description("from the beginning of a pipeline until its version was deployed, on trial or ready")
                    .tag("outcome", outcome)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry)
                    .record(sinceItBegan);
        }
    }

    @Scheduled(identity = "pipeline-counts", every = "30s", delayed = "5s")
    Uni<Void> count() {
        return pipelines
                .counts()
                .invoke(this::show)
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private void show(List<Pipelines.Count> counts) {
        gauges.values().forEach(gauge -> gauge.set(0));
        for (Pipelines.Count count : counts) {
            String state = count.state().name().toLowerCase(java.util.Locale.ROOT);
            gauges.computeIfAbsent(
                            count.stage().word() + "/" + state,
                            _ -> registry.gauge(
                                    "signalbox.workbench.pipelines",
                                    Tags.of("stage", count.stage().word(), "state", state),
                                    new AtomicLong()))
                    .set(count.pipelines());
        }
    }
}
