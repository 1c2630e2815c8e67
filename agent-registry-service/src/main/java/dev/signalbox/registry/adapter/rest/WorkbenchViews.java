package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.Origin;
import dev.signalbox.registry.domain.Trial;
import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelineState;
import dev.signalbox.registry.domain.workbench.Stage;
import dev.signalbox.registry.domain.workbench.Step;
import dev.signalbox.registry.domain.workbench.Tally;
import dev.signalbox.registry.domain.workbench.TestResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The workbench as a client sees it. */
final class WorkbenchViews {

    private WorkbenchViews() {}

    /** A version's way. */
    @Schema(name = "Pipeline")
    record PipelineView(
            AgentId agentId,
            int version,
            Stage stage,
            PipelineState state,
            Step step,
            String message,
            @Nullable Problem problem,
            int run,
            Duration duration,
            Money cost,
            List<TestResult> tests,
            List<Pipeline.Entry> steps,
            Instant startedAt,
            Instant updatedAt) {

        static PipelineView of(Pipeline pipeline, @Nullable Agent agent) {
            Money cost = pipeline.tests().stream().map(TestResult::cost).reduce(Money.ZERO, Money::plus);
            return new PipelineView(
                    pipeline.agentId(),
                    pipeline.version(),
                    agent == null ? pipeline.stage() : stageOf(agent, pipeline.version(), null, pipeline),
                    pipeline.state(),
                    pipeline.step(),
                    pipeline.message(),
                    pipeline.problem(),
                    pipeline.run(),
                    Duration.between(pipeline.startedAt(), pipeline.updatedAt()),
                    cost,
                    pipeline.tests(),
                    pipeline.steps(),
                    pipeline.startedAt(),
                    pipeline.updatedAt());
        }
    }

    /** A version among the others. */
    @Schema(name = "AgentVersion")
    record VersionView(
            int version,
            Stage status,
            String name,
            Origin origin,
            @Nullable String template,
            @Nullable String createdBy,
            Instant createdAt,
            @Nullable Instant deployedAt,
            @Nullable PipelineState pipeline) {}

    /** All versions, newest first. */
    @Schema(name = "AgentVersions")
    record VersionsView(AgentId agentId, List<VersionView> versions) {

        static VersionsView of(List<Agent> versions, List<Pipeline> pipelines) {
            return new VersionsView(
                    versions.getFirst().id(),
                    versions.stream()
                            .map(agent -> version(
                                    agent,
                                    pipelines.stream()
                                            .filter(pipeline -> pipeline.version() == agent.version())
                                            .findFirst()
                                            .orElse(null)))
                            .toList());
        }

        private static VersionView version(Agent agent, @Nullable Pipeline pipeline) {
            return new VersionView(
                    agent.version(),
                    stageOf(agent, agent.version(), agent.versionDeployedAt(), pipeline),
                    agent.spec().name(),
                    agent.origin(),
                    agent.template(),
                    agent.createdBy(),
                    agent.versionCreatedAt(),
                    agent.versionDeployedAt(),
                    pipeline == null ? null : pipeline.state());
        }
    }

    /** Where a version is: what the agent says of it comes first, because humans may have gone past its pipeline. */
    static Stage stageOf(Agent agent, int version, @Nullable Instant deployedAt, @Nullable Pipeline pipeline) {
        Integer onDuty = agent.life().deployedVersion();
        Trial trial = agent.canary();
        if (onDuty != null && onDuty == version) {
            return Stage.DEPLOYED;
        }
        if (trial != null && trial.version() == version) {
            return Stage.CANARY;
        }
        boolean was = deployedAt != null
                || pipeline != null && (pipeline.stage() == Stage.DEPLOYED || pipeline.stage() == Stage.CANARY);
        if (was) {
            return Stage.RETIRED;
        }
        return pipeline == null ? Stage.DRAFT : pipeline.stage();
    }

    /** How a version did. */
    @Schema(name = "VersionEvidence")
    record EvidenceView(
            int version,
            TallyView all,
            List<TallyView> classes,
            @Nullable TallyView validation) {}

    /** An estimate with its 95 % interval. */
    @Schema(name = "EvidenceEstimate")
    record EstimateView(BigDecimal mean, BigDecimal low, BigDecimal high) {

        static @Nullable EstimateView of(Tally.@Nullable Estimate estimate) {
            return estimate == null
                    ? null
                    : new EstimateView(rounded(estimate.mean()), rounded(estimate.low()), rounded(estimate.high()));
        }

        private static BigDecimal rounded(double value) {
            return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        }
    }

    /** Runs of a class of tasks, or of all; cost in dollars, latency in seconds. */
    @Schema(name = "EvidenceTally")
    record TallyView(
            String taskClass,
            long runs,
            long successes,
            @Nullable EstimateView success,
            @Nullable EstimateView cost,
            @Nullable EstimateView latency) {

        static TallyView of(Tally tally) {
            return new TallyView(
                    tally.taskClass(),
                    tally.runs(),
                    tally.successes(),
                    EstimateView.of(tally.success()),
                    EstimateView.of(tally.cost()),
                    EstimateView.of(tally.latency()));
        }
    }

    /** Evidence of the versions asked for, newest first. */
    @Schema(name = "AgentEvidence")
    record AgentEvidenceView(AgentId agentId, List<EvidenceView> versions) {

        static AgentEvidenceView of(AgentId agent, List<Integer> versions, List<Tally> tallies) {
            return new AgentEvidenceView(
                    agent,
                    versions.stream().map(version -> version(version, tallies)).toList());
        }

        private static EvidenceView version(int version, List<Tally> tallies) {
            List<Tally> own =
                    tallies.stream().filter(tally -> tally.version() == version).toList();
            List<Tally> live = own.stream().filter(tally -> !tally.validation()).toList();
            List<Tally> tests = own.stream().filter(Tally::validation).toList();
            return new EvidenceView(
                    version,
                    TallyView.of(live.stream().reduce(Tally.none(version, false), Tally::plus)),
                    live.stream().map(TallyView::of).toList(),
                    tests.isEmpty()
                            ? null
                            : TallyView.of(tests.stream().reduce(Tally.none(version, true), Tally::plus)));
        }
    }
}
