package dev.signalbox.simulators.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.simulators.Faults;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.Faults.Kind;
import dev.signalbox.simulators.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Anthropic's, OpenAI's and Ollama's wire protocols on one port. What answers follows rules and says so; tools that it calls
 * are really called. Failures by {@link Faults} (matched on {@code POST path} and on the model's id) or by directives in
 * prompts, see {@code docs/agents.md}.
 */
public final class ModelsSimulator implements Simulator {

    private static final long MOST_BODY = 32L * 1024 * 1024;
    private static final List<String> CLAUDE =
            List.of("claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-2", "claude-haiku-4-5");
    private static final List<String> GPT = List.of("gpt-6-luna", "gpt-6-sol", "gpt-6-astra", "gpt-6.2-sol");
    private static final String OLLAMA = "simulated-llama";

    private final ModelsSettings settings;
    private final Faults faults = new Faults();
    private final Directives directives = new Directives();
    private final PromptCache cache;
    private final AtomicLong requests = new AtomicLong();
    private final Vertx vertx;
    private final HttpServer server;

    private ModelsSimulator(ModelsSettings settings) {
        this.settings = settings;
        this.cache = new PromptCache(settings.cacheLifetime());
        this.vertx = Vertx.vertx();
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost(settings.host()).setPort(settings.port()))
                .requestHandler(routes());
    }

    /** Starts it and waits until it listens. */
    public static ModelsSimulator start(ModelsSettings settings) {
        ModelsSimulator simulator = new ModelsSimulator(settings);
        try {
            simulator.server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
        return simulator;
    }

    @Override
    public String name() {
        return "models";
    }

    @Override
    public String url() {
        return "http://" + settings.host() + ":" + server.actualPort();
    }

    /** Failures to come. */
    public Faults faults() {
        return faults;
    }

    /** How many calls of models there were, failed ones included. */
    public long calls() {
        return requests.get();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Router routes() {
        Protocol anthropic = new AnthropicProtocol();
        Protocol openAi = new OpenAiProtocol("(gpt-|simulated-|llama|qwen|mistral|gemma).*");
        Protocol ollama = new OllamaProtocol();
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY));
        router.post("/v1/messages").handler(context -> call(context, anthropic));
        router.post("/v1/messages/count_tokens").handler(context -> count(context, anthropic));
        router.post("/v1/chat/completions").handler(context -> call(context, openAi));
        router.post("/api/chat").handler(context -> call(context, ollama));
        router.get("/v1/models").handler(this::models);
        router.get("/api/tags").handler(this::tags);
        router.get("/api/version")
                .handler(context -> json(context, Texts.object().put("version", "0.30.0")));
        router.post("/simulator/faults").handler(this::arm);
        router.get("/simulator/faults")
                .handler(context -> json(context, Json.mapper().valueToTree(faults.left())));
        router.delete("/simulator/faults").handler(context -> {
            faults.clear();
            context.response().setStatusCode(204).end();
        });
        router.route()
                .last()
                .handler(context -> context.response()
                        .setStatusCode(404)
                        .putHeader("content-type", "application/json")
                        .end(Texts.json(anthropic.error(404, "Not found", "none"))));
        return router;
    }

    private void call(RoutingContext context, Protocol protocol) {
        long number = requests.incrementAndGet();
        Exchange exchange = new Exchange(context, protocol, settings.pace(), "sim" + number);
        try {
            String owner = protocol.owner(context.request().headers());
            JsonNode body = body(context);
            Prompt prompt = protocol.prompt(body, context.request().headers());
            Optional<Fault> fault = fault(context, prompt);
            if (fault.isPresent() && fails(fault.get())) {
                int status = fault.get().status() == 0 ? 500 : fault.get().status();
                exchange.refuse(
                        status, "Simulated failure " + status, fault.get().retryAfterSeconds());
                return;
            }
            PromptCache.Split split = protocol.split(owner, body, prompt, cache);
            exchange.answer(body, prompt, Brain.think(prompt), split, fault, number);
        } catch (Refusal refusal) {
            exchange.refuse(refusal.status(), "" + refusal.getMessage(), null);
        }
    }

    private static boolean fails(Fault fault) {
        return fault.kind() == null || fault.kind() == Kind.STATUS;
    }

    private Optional<Fault> fault(RoutingContext context, Prompt prompt) {
        Optional<Fault> armed = faults.take(
                context.request().method().name() + " " + context.request().path() + " " + prompt.model());
        return armed.isPresent() ? armed : directives.fault(prompt);
    }

    private void count(RoutingContext context, Protocol anthropic) {
        Exchange exchange = new Exchange(context, anthropic, 0, "count");
        try {
            anthropic.owner(context.request().headers());
            ObjectNode body = (ObjectNode) body(context);
            if (!body.has("max_tokens")) {
                body.put("max_tokens", 1);
            }
            Prompt prompt = anthropic.prompt(body, context.request().headers());
            long tokens = AnthropicProtocol.blocks(body).stream()
                    .mapToLong(block -> Tokens.count(block.text(), prompt.model()))
                    .sum();
            json(context, Texts.object().put("input_tokens", tokens));
        } catch (Refusal refusal) {
            exchange.refuse(refusal.status(), "" + refusal.getMessage(), null);
        }
    }

    private static JsonNode body(RoutingContext context) throws Refusal {
        try {
            JsonNode body = Json.mapper()
                    .readTree(
                            context.body().asString() == null
                                    ? ""
                                    : context.body().asString());
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // refused below
        }
        throw new Refusal(400, "The request body is not valid JSON");
    }

    /** Anthropic's list for Anthropic's clients, OpenAI's for others. */
    private void models(RoutingContext context) {
        boolean anthropic = context.request().getHeader("anthropic-version") != null;
        ObjectNode list = Texts.object();
        if (anthropic) {
            list.put("has_more", false).put("first_id", CLAUDE.getFirst()).put("last_id", CLAUDE.getLast());
            CLAUDE.forEach(model -> list.withArray("data")
                    .addObject()
                    .put("type", "model")
                    .put("id", model)
                    .put("display_name", model)
                    .put("created_at", "2026-10-07T00:00:00Z"));
        } else {
            list.put("object", "list");
            GPT.forEach(model -> openAiModel(list, model));
            openAiModel(list, OLLAMA);
        }
        json(context, list);
    }

    private static void openAiModel(ObjectNode list, String model) {
        list.withArray("data")
                .addObject()
                .put("id", model)
                .put("object", "model")
                .put("created", 1_760_000_000)
                .put("owned_by", "simulator");
    }

    private void tags(RoutingContext context) {
        ObjectNode list = Texts.object();
        list.putArray("models")
                .addObject()
                .put("name", OLLAMA)
                .put("model", OLLAMA)
                .put("size", 1);
        json(context, list);
    }

    private void arm(RoutingContext context) {
        try {
            faults.arm(Json.mapper().readValue(context.body().asString(), Fault.class));
            context.response().setStatusCode(204).end();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            context.response().setStatusCode(400).end("This is no fault: " + e.getMessage());
        }
    }

    private static void json(RoutingContext context, JsonNode node) {
        context.response().putHeader("content-type", "application/json").end(Texts.json(node));
    }
}
