package dev.signalbox.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.evaluation.figure.Times;
import dev.signalbox.evaluation.item.Item;
import dev.signalbox.router.adapter.embedding.OnnxTextEmbedder;
import dev.signalbox.router.adapter.yaml.PolicyFile;
import dev.signalbox.router.adapter.yaml.PricesFile;
import dev.signalbox.router.app.InputJson;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingMetrics;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.domain.Languages;
import dev.signalbox.router.domain.LearnedAnalyser;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.RoutingInput;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.domain.TaskAnalyser;
import dev.signalbox.router.domain.TextEmbedder;
import dev.signalbox.router.domain.text.ModelFile;
import dev.signalbox.router.domain.text.RoutingModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The router that is scored: the shipped analyser, policy and prices, or the operator's, in the reference world. Not
 * thread-safe.
 */
public final class Subject {

    /** What a snippet is taken for whose language is neither named nor plain, so that something can run it. */
    private static final String FALLBACK_LANGUAGE = "python";

    private static final RoutingModel MODEL = ModelFile.shipped();

    private final @Nullable Counting embedder;
    private final ReferenceWorld world;
    private final PolicyFile policy;
    private final Pricing pricing;
    private final Remembering analyser;
    private final RouteTask router;
    private final Settings settings;
    private final Times deciding = new Times();

    private Subject(Settings settings, PolicyFile policy, Pricing pricing) {
        this.settings = settings;
        this.policy = policy;
        this.pricing = pricing;
        this.world = ReferenceWorld.of(pricing);
        this.embedder = settings.embeddings() == Settings.Embeddings.OFF
                ? null
                : OnnxTextEmbedder.load().map(Counting::new).orElse(null);
        this.analyser = new Remembering(new LearnedAnalyser(
                policy.analyser(),
                MODEL,
                embedder,
                LearnedAnalyser.Embeddings.valueOf(settings.embeddings().name())));
        // Chance must not say what is right.
        this.router = new RouteTask(analyser, pricing, policy.policy().exploring(0), world::snapshot, new NoMetrics());
    }

    /**
     * Reads policy and prices.
     *
     * @throws IllegalArgumentException when one of them is wrong; names the file and the place
     */
    public static Subject of(Settings settings) {
        return new Subject(settings, PolicyFile.read(settings.policy()), PricesFile.read(settings.prices()));
    }

    /**
     * What the router made of an item.
     *
     * @param profile what the analyser found
     * @param decision what the policy chose; absent when the task is not valid
     * @param quickCost what the quick sandbox would cost, in dollars
     * @param fullCost what the full environment would cost, in dollars
     * @param embedded whether a sentence embedding was made of it
     */
    public record Answer(
            TaskProfile profile,
            @Nullable RouteDecision decision,
            double quickCost,
            double fullCost,
            boolean embedded) {}

    /** The profile of an item alone. */
    public TaskProfile analyse(Item item) {
        return analyser.first(task(item, null, true));
    }

    /** The decision for an item, and what each of the two environments would cost. */
    public Answer decide(Item item) {
        // The analyser sees the item as it is; what runs it must know a language.
        long before = asked();
        TaskProfile profile = analyser.first(task(item, null, true));
        boolean embedded = asked() > before;
        RoutingResult result = route(task(item, null, false));
        timeDecision(result);
        RouteDecision decision = decision(result);
        return new Answer(
                profile, decision, cost(decision, world.quick(), item), cost(decision, world.full(), item), embedded);
    }

    private long asked() {
        return embedder == null ? 0 : embedder.asked;
    }

    /** What the model says of its training: JSON. */
    public static JsonNode trained() {
        try {
            return Json.mapper().readTree(MODEL.header());
        } catch (JsonProcessingException e) {
            return Json.mapper().createObjectNode();
        }
    }

    /** Names of what decides. */
    public Versions versions() {
        return new Versions(policy.policy().version(), analyser.version(), pricing.version());
    }

    /**
     * What decides.
     *
     * @param policy version of the policy
     * @param analyser version of the analyser
     * @param prices version of the price list
     */
    public record Versions(String policy, String analyser, String prices) {}

    public ReferenceWorld world() {
        return world;
    }

    /** How long the analyser took. */
    public Times.Figures analysing() {
        return analyser.times.figures();
    }

    /** How long the policy took. */
    public Times.Figures deciding() {
        return deciding.figures();
    }

    private double cost(@Nullable RouteDecision decision, String backend, Item item) {
        if (decision != null
                && decision.chosen() != null
                && decision.chosen().route().backend().equals(backend)) {
            return decision.chosen().cost().usd().doubleValue();
        }
        RouteDecision forced = decision(route(task(item, backend, false)));
        return forced == null || forced.chosen() == null
                ? 0
                : forced.chosen().cost().usd().doubleValue();
    }

    private void timeDecision(RoutingResult result) {
        @Nullable
        JsonNode json = switch (result) {
            case RoutingResult.Routed routed -> routed.task().input();
            case RoutingResult.Rejected rejected -> rejected.task().input();
        };
        if (json == null) {
            return;
        }
        try {
            // As it is published: decided again from the bytes, it must be the same.
            RoutingInput input =
                    InputJson.read(Json.mapper().readTree(Json.mapper().writeValueAsBytes(json)));
            long started = System.nanoTime();
            RouteDecision again = RoutingPolicy.decide(input);
            deciding.add(System.nanoTime() - started);
            RouteDecision first = decision(result);
            if (first == null || !again.explanation().equals(first.explanation())) {
                throw new IllegalStateException("deciding again gives another decision: " + again.explanation());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RoutingResult route(TaskSpec task) {
        return router.route(
                TaskRequested.first(
                        new TaskId("evaluated"), TaskRequested.DEFAULT_TENANT, null, task, ReferenceWorld.NOW),
                ReferenceWorld.NOW);
    }

    private static @Nullable RouteDecision decision(RoutingResult result) {
        return switch (result) {
            case RoutingResult.Routed routed -> routed.task().decision();
            case RoutingResult.Rejected rejected -> rejected.task().decision();
        };
    }

    private TaskSpec task(Item item, @Nullable String backend, boolean asItIs) {
        ObjectNode task = Json.mapper().createObjectNode();
        if (!item.text("text").isBlank()) {
            task.put("prompt", item.text("text"));
        }
        ArrayNode code = task.putArray("code");
        for (JsonNode snippet : item.json().path("code_snippets")) {
            String source = snippet.isTextual()
                    ? snippet.asText()
                    : snippet.path("source").asText("");
            if (!source.isBlank() && code.size() < TaskLimits.SNIPPETS) {
                ObjectNode node = code.addObject().put("source", source);
                if (!asItIs) {
                    node.put("language", Languages.recognise(source).orElse(FALLBACK_LANGUAGE));
                }
            }
        }
        files(item, task.putArray("files"));
        if (backend != null) {
            task.put("backend", backend);
        }
        if (settings.objective() != null) {
            task.set("objective", Json.mapper().valueToTree(settings.objective()));
        }
        try {
            return Json.mapper().treeToValue(task, TaskSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(item.place() + " makes no task: " + e.getOriginalMessage(), e);
        }
    }

    private static void files(Item item, ArrayNode files) {
        Set<String> seen = new HashSet<>();
        for (JsonNode file : item.json().path("files")) {
            String name = file.isTextual()
                    ? file.asText()
                    : file.path("path").asText(file.path("name").asText(""));
            if (TaskLimits.safePath(name) && files.size() < TaskLimits.FILES && seen.add(name)) {
                files.addObject()
                        .put("path", name)
                        .put("content", file.path("content").asText(""));
            }
        }
    }

    /** Counts how often it is asked. */
    private static final class Counting implements TextEmbedder {

        private final TextEmbedder model;
        private long asked;

        private Counting(TextEmbedder model) {
            this.model = model;
        }

        @Override
        public float[] embed(String text) {
            asked++;
            return model.embed(text);
        }

        @Override
        public int dimensions() {
            return model.dimensions();
        }

        @Override
        public String version() {
            return model.version();
        }
    }

    /** Analyses an item once and gives the same profile to every decision about it. */
    private static final class Remembering implements TaskAnalyser {

        private final TaskAnalyser analyser;
        private final Times times = new Times();
        private @Nullable TaskProfile profile;

        private Remembering(TaskAnalyser analyser) {
            this.analyser = analyser;
        }

        private TaskProfile first(TaskSpec task) {
            long started = System.nanoTime();
            TaskProfile found = analyser.analyse(task);
            times.add(System.nanoTime() - started);
            profile = found;
            return found;
        }

        @Override
        public TaskProfile analyse(TaskSpec task) {
            return profile == null ? first(task) : profile;
        }

        @Override
        public String version() {
            return analyser.version();
        }
    }

    private static final class NoMetrics implements RoutingMetrics {

        @Override
        public void routed(Route route, Duration took) {}

        @Override
        public void rejected(Problem problem, Duration took) {}

        @Override
        public void held(int requests) {}
    }
}
