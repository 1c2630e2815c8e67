package dev.signalbox.simulators.scrapybara;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import dev.signalbox.simulators.FaultRequests;
import dev.signalbox.simulators.Faults;
import dev.signalbox.simulators.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API of Scrapybara for instances of type {@code ubuntu}: start, list, bash, file, env, pause, resume, stop. Screens,
 * browsers and notebooks are not simulated. Each bash command is a shell of its own.
 */
public final class ScrapybaraSimulator implements Simulator {

    private static final Pattern PATH = Pattern.compile("/v1/instance/([^/]+)(?:/([a-z/_]+))?");

    private final Map<String, Instance> instances = new ConcurrentHashMap<>();
    private final Settings settings;
    private final SandboxProvider provider;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final Faults faults = new Faults();
    private final Verbs verbs = new Verbs(instances::remove);

    /**
     * Settings.
     *
     * @param host address
     * @param port 0 for any
     * @param startUp until an instance runs
     * @param apiKey the only key that is let in; any when absent
     */
    public record Settings(
            String host,
            int port,
            Duration startUp,
            @Nullable String apiKey) {

        /** A guess: no source that could be found says how long an instance took. */
        public static final Duration START_UP = Duration.ofSeconds(8);

        /** The key stays out of logs. */
        @Override
        public String toString() {
            return "Settings[" + host + ":" + port + "]";
        }
    }

    private ScrapybaraSimulator(Settings settings, SandboxProvider provider) {
        this.settings = settings;
        this.provider = provider;
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost(settings.host()).setPort(settings.port()))
                .requestHandler(this::handle);
        vertx.setPeriodic(1000, timer -> Thread.ofVirtual().start(this::endWhatIsOver));
    }

    /** Starts one whose instances are sandboxes of the given backend. */
    public static ScrapybaraSimulator start(Settings settings, SandboxProvider provider) {
        ScrapybaraSimulator simulator = new ScrapybaraSimulator(settings, provider);
        simulator.server.listen().toCompletionStage().toCompletableFuture().join();
        return simulator;
    }

    @Override
    public String name() {
        return "scrapybara";
    }

    @Override
    public String url() {
        return "http://" + settings.host() + ":" + server.actualPort();
    }

    public Faults faults() {
        return faults;
    }

    /** Ids of the instances that are not terminated. */
    public List<String> instances() {
        return List.copyOf(instances.keySet());
    }

    /** Ends an instance without a word. */
    public void lose(String id) {
        Instance instance = instances.remove(id);
        if (instance != null) {
            instance.stop();
        }
    }

    private void endWhatIsOver() {
        instances.values().stream().filter(Instance::over).toList().forEach(instance -> lose(instance.id()));
    }

    @Override
    public void close() {
        instances().forEach(this::lose);
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals(FaultRequests.PATH)) {
            FaultRequests.answer(request, faults);
            return;
        }
        request.body()
                .onSuccess(body -> Thread.ofVirtual().start(() -> {
                    try {
                        if (!faulty(request)) {
                            answer(request, body);
                        }
                    } catch (Refusal e) {
                        json(request, e.status, e.body);
                    } catch (SandboxException e) {
                        json(request, 500, Refusal.detail(String.valueOf(e.getMessage())));
                    } catch (IOException e) {
                        json(request, 422, Refusal.invalid("body", "not JSON"));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    /** Whether a fault answered in its place. */
    private boolean faulty(HttpServerRequest request) throws InterruptedException {
        Faults.Fault fault =
                faults.take(request.method() + " " + request.path()).orElse(null);
        if (fault == null) {
            return false;
        }
        switch (fault.kind() == null ? Faults.Kind.STATUS : fault.kind()) {
            case STATUS -> {
                if (fault.retryAfterSeconds() != null) {
                    request.response()
                            .putHeader("Retry-After", fault.retryAfterSeconds().toString());
                }
                json(request, fault.status(), Refusal.detail("simulated failure"));
                return true;
            }
            case SLOW -> Thread.sleep(fault.delayMillis());
            case DROP -> {
                request.connection().close();
                return true;
            }
            case LOST -> {
                Matcher path = PATH.matcher(request.path());
                if (path.matches()) {
                    lose(path.group(1));
                }
            }
        }
        return false;
    }

    private void answer(HttpServerRequest request, Buffer bytes)
            throws Refusal, IOException, SandboxException, InterruptedException {
        if (settings.apiKey() != null && !settings.apiKey().equals(request.getHeader("x-api-key"))) {
            throw new Refusal(401, Refusal.detail("Invalid API key"));
        }
        JsonNode body = bytes.length() == 0
                ? JsonNodeFactory.instance.objectNode()
                : Json.mapper().readTree(bytes.getBytes());
        String call = request.method() + " " + request.path();
        Matcher path = PATH.matcher(request.path());
        if (call.equals("POST /v1/start")) {
            json(request, 200, start(body).describe());
        } else if (call.equals("GET /v1/instances")) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            instances.values().forEach(instance -> all.add(instance.describe()));
            json(request, 200, all);
        } else if (path.matches()) {
            Instance instance = instances.get(path.group(1));
            if (instance == null) {
                throw new Refusal(404, Refusal.detail("Instance not found"));
            }
            json(request, 200, verbs.act(request, instance, path.group(2), body));
        } else {
            throw new Refusal(404, Refusal.detail("Not Found"));
        }
    }

    private Instance start(JsonNode body) throws Refusal, SandboxException, InterruptedException {
        String type = body.path("instance_type").asText("ubuntu");
        if (!type.equals("ubuntu")) {
            throw new Refusal(422, Refusal.invalid("instance_type", "only ubuntu is simulated"));
        }
        Duration lifetime = Verbs.hours(body.path("timeout_hours").asDouble(1));
        Thread.sleep(settings.startUp());
        String id = "i-" + UUID.randomUUID();
        Instance instance = new Instance(
                id,
                provider.create(new SandboxRequest(
                        new SandboxLabels("simulated-scrapybara", provider.name(), id, "medium", null),
                        "medium",
                        new Resources(2, 4096, 4096, 512),
                        Map.of(),
                        lifetime,
                        lifetime)),
                lifetime);
        instances.put(id, instance);
        return instance;
    }

    private static void json(HttpServerRequest request, int status, JsonNode body) {
        if (!request.response().closed() && !request.response().ended()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(body.toString());
        }
    }
}
