package dev.signalbox.benchmarks.decide;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.AgentCatalogue;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.domain.RequestFeatures;
import dev.signalbox.router.domain.RoutingInput;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.domain.TaskAnalyser;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Analysis and decision, on a laptop's one backend and among many; and {@code route}, which is all that the router does
 * for a request between reading and sending its bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class DecideBenchmark {

    private static final TaskRequested SNIPPET = request(TaskSpec.ofCode("python", "print(6 * 7)"));
    private static final TaskRequested LONG_SNIPPET =
            request(TaskSpec.ofCode("python", "total = 0\nfor i in range(10):\n    total += i  # adds\n".repeat(200)));
    private static final TaskRequested PROMPT =
            request(TaskSpec.ofPrompt("Add user authentication to the server and deploy it"));

    private final World laptop = World.laptop();
    private final World many = World.many();
    private final TaskAnalyser analyser = World.analyser();
    private final RoutingInput laptopCode = input(laptop, SNIPPET);
    private final RoutingInput manyCode = input(many, SNIPPET);
    private final RoutingInput manyPrompt = input(many, PROMPT);
    private final RouteTask laptopRouter = laptop.router();
    private final RecordCodec codec = new RecordCodec("/signalbox/router");

    @Benchmark
    public TaskProfile analyseSnippet() {
        return analyser.analyse(SNIPPET.task());
    }

    /** By words; an embedding, where one is asked for, takes milliseconds. */
    @Benchmark
    public TaskProfile analysePrompt() {
        return analyser.analyse(PROMPT.task());
    }

    @Benchmark
    public TaskProfile analyseLongSnippet() {
        return analyser.analyse(LONG_SNIPPET.task());
    }

    @Benchmark
    public RouteDecision decideOnLaptop() {
        return RoutingPolicy.decide(laptopCode);
    }

    @Benchmark
    public RouteDecision decideAmongMany() {
        return RoutingPolicy.decide(manyCode);
    }

    @Benchmark
    public RouteDecision decidePromptAmongMany() {
        return RoutingPolicy.decide(manyPrompt);
    }

    @Benchmark
    public ProducerRecord<String, byte[]> routeOnLaptop() {
        Object body = switch (laptopRouter.route(SNIPPET, World.NOW)) {
            case RoutingResult.Routed routed -> routed.task();
            case RoutingResult.Rejected rejected -> rejected.task();
        };
        return codec.encode("task-routes", "task-1", "task-1:1:routed", body, World.NOW, null);
    }

    private RoutingInput input(World world, TaskRequested request) {
        TaskProfile profile = World.analyser().analyse(request.task());
        RequestFeatures features = RequestFeatures.of(request);
        boolean prompt = profile.kind() == Kind.PROMPT;
        return new RoutingInput(
                features,
                profile,
                "keywords-1",
                List.copyOf(world.snapshot.backends().values()),
                AgentCatalogue.byWords()
                        .shortlist(features, prompt, request.task().prompt(), world.snapshot),
                List.of(),
                prompt ? world.pricing : world.pricing.withoutModels(),
                world.policy(),
                World.NOW,
                "task-1");
    }

    private static TaskRequested request(TaskSpec task) {
        return TaskRequested.first(new TaskId("task-1"), TaskRequested.DEFAULT_TENANT, null, task, World.NOW);
    }
}
