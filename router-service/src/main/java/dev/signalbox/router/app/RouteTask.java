package dev.signalbox.router.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.AgentShortlist;
import dev.signalbox.router.domain.FullEnvironment;
import dev.signalbox.router.domain.Languages;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.RequestFeatures;
import dev.signalbox.router.domain.RouteClass;
import dev.signalbox.router.domain.RoutingInput;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.domain.TaskAgents;
import dev.signalbox.router.domain.TaskAnalyser;
import dev.signalbox.router.domain.TeamRecommender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Routes one task: checks it, analyses it, gathers the input and decides. The same request, time and snapshot give the
 * same result, so that a request read again derives what it derived before. Thread-safe; blocks nowhere.
 */
public final class RouteTask {

    private final TaskAnalyser analyser;
    private final Pricing pricing;
    private final Pricing pricingWithoutModels;
    private final NamedPolicies policies;
    private final Snapshots snapshots;
    private final RoutingMetrics metrics;
    private final AgentCatalogue agents;
    private final @Nullable TeamRecommender teams;

    /** With agents ranked by words alone, and without teams. */
    public RouteTask(
            TaskAnalyser analyser,
            Pricing pricing,
            PolicyParameters policy,
            Snapshots snapshots,
            RoutingMetrics metrics) {
        this(
                analyser,
                pricing,
                NamedPolicies.without(pricing, policy, metrics),
                snapshots,
                metrics,
                AgentCatalogue.byWords(),
                null);
    }

    /**
     * A router.
     *
     * @param policies which policy decides, and which ones run in the shadow
     * @param agents ranks the agents for prompts
     * @param teams recommends who should work on prompts; absent for no recommendation
     */
    public RouteTask(
            TaskAnalyser analyser,
            Pricing pricing,
            NamedPolicies policies,
            Snapshots snapshots,
            RoutingMetrics metrics,
            AgentCatalogue agents,
            @Nullable TeamRecommender teams) {
        this.analyser = analyser;
        this.pricing = pricing;
        this.pricingWithoutModels = pricing.withoutModels();
        this.policies = policies;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.agents = agents;
        this.teams = teams;
    }

    /**
     * Routes a request.
     *
     * @param asked with its task id
     * @param now when Kafka got it
     */
    public RoutingResult route(TaskRequested asked, Instant now) {
        long started = System.nanoTime();
        List<TaskLimits.Violation> violations = violations(asked);
        if (!violations.isEmpty()) {
            Problem problem = invalid(violations);
            metrics.rejected(problem, Duration.ofNanos(System.nanoTime() - started));
            return new RoutingResult.Rejected(new TaskRejected(asked, problem, null, null, now));
        }
        TaskRequested request = withLanguages(asked);
        Snapshot snapshot = snapshots.current();
        NamedPolicies.Current policy = policies.at(snapshot);
        RoutingInput input = input(request, snapshot, policy.parameters(), now);
        RouteDecision decision = policies.besides(RoutingPolicy.decide(input), input, policy);
        JsonNode json = policy.inputJson().write(input, snapshot);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        if (decision.chosen() != null) {
            metrics.routed(decision.chosen().route(), took);
            return new RoutingResult.Routed(
                    new TaskRouted(request, decision, json, now, FullEnvironment.cost(decision, input)));
        }
        Problem problem = decision.problem() == null ? ProblemType.NO_ROUTE.because("") : decision.problem();
        metrics.rejected(problem, took);
        return new RoutingResult.Rejected(new TaskRejected(request, problem, decision, json, now));
    }

    private RoutingInput input(TaskRequested request, Snapshot snapshot, PolicyParameters policy, Instant now) {
        TaskProfile profile = analyser.analyse(request.task());
        RequestFeatures features = RequestFeatures.of(request);
        boolean prompt = profile.kind() == Kind.PROMPT;
        boolean models = prompt || features.model() != null;
        return new RoutingInput(
                features,
                profile,
                analyser.version(),
                List.copyOf(snapshot.backends().values()),
                shortlist(request, features, profile, snapshot),
                snapshot.statisticsOf(RouteClass.ofTask(profile)),
                models ? pricing : pricingWithoutModels,
                policy,
                now,
                request.taskId() == null ? "" : request.taskId().value());
    }

    private AgentShortlist shortlist(
            TaskRequested request, RequestFeatures features, TaskProfile profile, Snapshot snapshot) {
        boolean prompt = profile.kind() == Kind.PROMPT;
        String text = request.task().prompt();
        AgentShortlist shortlist = agents.shortlist(features, prompt, text, TaskAgents.of(request), snapshot);
        return prompt && teams != null ? shortlist.with(teams.recommend(text, profile)) : shortlist;
    }

    private static List<TaskLimits.Violation> violations(TaskRequested request) {
        List<TaskLimits.Violation> violations = TaskLimits.violations(request.task());
        if (request.attempt() < 1) {
            return java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(
                                    new TaskLimits.Violation("/attempt", "is a number from 1", false)),
                            violations.stream())
                    .toList();
        }
        return violations;
    }

    private static Problem invalid(List<TaskLimits.Violation> violations) {
        return ProblemType.INVALID_TASK.because(violations.stream()
                .map(violation -> violation.field().isEmpty()
                        ? violation.message()
                        : violation.field() + " " + violation.message())
                .collect(Collectors.joining("; ", "", ".")));
    }

    /** Fills in the languages that were recognised, so that the executor need not look again. */
    private static TaskRequested withLanguages(TaskRequested request) {
        TaskSpec task = request.task();
        if (task.code().stream().allMatch(snippet -> snippet.language() != null)) {
            return request;
        }
        List<CodeSnippet> code = task.code().stream()
                .map(snippet -> snippet.language() != null
                        ? snippet
                        : new CodeSnippet(Languages.recognise(snippet.source()).orElse(null), snippet.source()))
                .toList();
        return new TaskRequested(
                request.taskId(),
                request.tenant(),
                request.sessionId(),
                request.attempt(),
                request.previous(),
                request.plan(),
                task.withCode(code),
                request.requestedAt(),
                request.agents(),
                request.among());
    }
}
