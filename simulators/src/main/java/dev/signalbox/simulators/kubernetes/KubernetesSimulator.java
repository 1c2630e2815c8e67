package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.simulators.FaultRequests;
import dev.signalbox.simulators.Faults;
import dev.signalbox.simulators.Simulator;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server with one node whose pods are sandboxes of another backend: what a pod is told to run really
 * runs. Plain HTTP. Network policies, volumes other than the working folder, and images are not simulated: every image
 * is this machine's programs. {@code GET /simulator/pods} says what runs; {@code POST
 * /simulator/pods/<namespace>/<name>/evict} evicts.
 */
public final class KubernetesSimulator implements Simulator {

    private static final Pattern PODS = Pattern.compile("/api/v1/pods");
    private static final Pattern POD = Pattern.compile("/api/v1/namespaces/([^/]+)/pods(?:/([^/]+)(?:/(exec|log))?)?");
    private static final Pattern NAMESPACES = Pattern.compile("/api/v1/namespaces(?:/([^/]+))?");
    private static final Pattern EVICT = Pattern.compile("/simulator/pods/([^/]+)/([^/]+)/evict");
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final String host;
    private final Faults faults = new Faults();
    private final Cluster cluster = new Cluster();
    private final PodStore store = new PodStore();
    private final Node node;
    private final Access access = new Access(cluster);
    private final PodRequests pods;
    private final SubRequests subresources;

    /**
     * Settings.
     *
     * @param host address
     * @param port 0 for any
     * @param startUp from the creation of a pod until it runs
     */
    public record Settings(String host, int port, Duration startUp) {

        /** Image on the node, no volume to attach: a guess, nobody measured it here. */
        public static final Duration START_UP = Duration.ofMillis(2500);
    }

    private KubernetesSimulator(Settings settings, SandboxProvider provider) {
        this.host = settings.host();
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        this.node = new Node(store, cluster, provider, settings.startUp());
        this.pods = new PodRequests(vertx, store, node, new Admission(cluster, store), access);
        this.subresources = new SubRequests(store, node, access);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setMaxHeaderSize(1 << 20)
                        .setMaxInitialLineLength(1 << 20)
                        .setMaxWebSocketFrameSize(MOST_BYTES)
                        .setMaxWebSocketMessageSize(MOST_BYTES)
                        .setWebSocketSubProtocols(List.of("v5.channel.k8s.io", "v4.channel.k8s.io")))
                .requestHandler(this::handle);
    }

    /** Starts one whose pods run in sandboxes of the given backend. */
    public static KubernetesSimulator start(Settings settings, SandboxProvider provider) {
        KubernetesSimulator simulator = new KubernetesSimulator(settings, provider);
        simulator.server.listen().toCompletionStage().toCompletableFuture().join();
        return simulator;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public String url() {
        return "http://" + host + ":" + server.actualPort();
    }

    public Faults faults() {
        return faults;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Names of the pods that are there, as {@code namespace/name}. */
    public List<String> pods() {
        return store.list(pod -> true).stream()
                .map(pod -> pod.path("metadata").path("namespace").asText() + "/"
                        + pod.path("metadata").path("name").asText())
                .toList();
    }

    /** Evicts a pod, as a node that runs out of something. */
    public void evict(String namespace, String name, String message) {
        node.evict(PodStore.key(namespace, name), message);
    }

    /** Takes a pod away without a word. */
    public void lose(String namespace, String name) {
        node.lose(PodStore.key(namespace, name));
    }

    @Override
    public void close() {
        node.close();
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.equals(FaultRequests.PATH)) {
            FaultRequests.answer(request, faults);
            return;
        }
        Optional<Faults.Fault> fault =
                path.startsWith("/simulator/") ? Optional.empty() : faults.take(request.method() + " " + path);
        long untilDrop = Long.MAX_VALUE;
        if (fault.isPresent()) {
            Faults.Fault now = fault.get();
            switch (now.kind() == null ? Faults.Kind.STATUS : now.kind()) {
                case STATUS -> {
                    Answers.refuse(
                            request,
                            new Refusal(
                                    now.status(),
                                    Statuses.reason(now.status()),
                                    "simulated failure",
                                    now.retryAfterSeconds()));
                    return;
                }
                case SLOW -> {
                    request.pause();
                    vertx.setTimer(Math.max(1, now.delayMillis()), id -> {
                        request.resume();
                        answer(request, Long.MAX_VALUE);
                    });
                    return;
                }
                case DROP -> {
                    if (!path.endsWith("/exec")) {
                        dropAfter(request);
                        return;
                    }
                    untilDrop = now.afterBytes();
                }
                case LOST -> {
                    Matcher pod = POD.matcher(path);
                    if (pod.matches() && pod.group(2) != null) {
                        node.lose(PodStore.key(pod.group(1), pod.group(2)));
                    }
                }
            }
        }
        answer(request, untilDrop);
    }

    /** The request is done, but nobody learns of it. */
    private void dropAfter(HttpServerRequest request) {
        request.response().headersEndHandler(end -> request.connection().close());
        answer(request, Long.MAX_VALUE);
    }

    private void answer(HttpServerRequest request, long untilDrop) {
        if (request.method().name().equals("GET")) {
            answer(request, null, untilDrop);
        } else {
            request.body().onSuccess(body -> answer(request, body, untilDrop));
        }
    }

    private void answer(HttpServerRequest request, @Nullable Buffer body, long untilDrop) {
        try {
            String path = request.path();
            Matcher pod = POD.matcher(path);
            Matcher evict = EVICT.matcher(path);
            if (pod.matches()) {
                pod(request, pod, body, untilDrop);
            } else if (PODS.matcher(path).matches()) {
                pods.collection(request, "", body);
            } else if (NAMESPACES.matcher(path).matches()) {
                namespaces(request, path, body);
            } else if (path.equals("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")) {
                review(request, PodRequests.object(body));
            } else if (path.equals("/simulator/pods")) {
                Answers.json(request, 200, running());
            } else if (evict.matches()) {
                evict(evict.group(1), evict.group(2), "The node was low on resource: memory.");
                Answers.json(request, 200, Statuses.ofExit(0));
            } else {
                Answers.json(
                        request,
                        200,
                        Discovery.answer(path)
                                .orElseThrow(() -> new Refusal(
                                        404, "NotFound", "the server could not find the requested resource")));
            }
        } catch (Refusal e) {
            Answers.refuse(request, e);
        } catch (NumberFormatException e) {
            Answers.refuse(request, new Refusal(400, "BadRequest", "not a number: " + e.getMessage()));
        }
    }

    private void pod(HttpServerRequest request, Matcher path, @Nullable Buffer body, long untilDrop) throws Refusal {
        String namespace = path.group(1);
        String name = path.group(2);
        if (name == null) {
            pods.collection(request, namespace, body);
        } else if ("exec".equals(path.group(3))) {
            subresources.exec(request, namespace, name, untilDrop);
        } else if ("log".equals(path.group(3))) {
            subresources.log(request, namespace, name);
        } else {
            pods.one(request, namespace, name, body);
        }
    }

    private void namespaces(HttpServerRequest request, String path, @Nullable Buffer body) throws Refusal {
        Matcher one = NAMESPACES.matcher(path);
        String name = one.matches() ? one.group(1) : null;
        if (request.method().name().equals("POST")) {
            access.check(request, "create", "namespaces", "");
            ObjectNode wanted = PodRequests.object(body);
            cluster.namespaces().add(wanted.path("metadata").path("name").asText());
            Answers.json(request, 201, wanted);
        } else if (name == null) {
            access.check(request, "list", "namespaces", "");
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.put("kind", "NamespaceList").put("apiVersion", "v1").putObject("metadata");
            ArrayNode items = answer.putArray("items");
            cluster.namespaces().stream().sorted().forEach(each -> items.add(namespace(each)));
            Answers.json(request, 200, answer);
        } else {
            access.check(request, "get", "namespaces", name);
            if (!cluster.namespaces().contains(name)) {
                throw new Refusal(404, "NotFound", "namespaces \"" + name + "\" not found");
            }
            Answers.json(request, 200, namespace(name));
        }
    }

    private static ObjectNode namespace(String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("kind", "Namespace").put("apiVersion", "v1");
        namespace.putObject("metadata").put("name", name);
        namespace.putObject("status").put("phase", "Active");
        return namespace;
    }

    private void review(HttpServerRequest request, ObjectNode review) throws Refusal {
        var asked = review.path("spec").path("resourceAttributes");
        String resource = asked.path("subresource").asText("").isEmpty()
                ? asked.path("resource").asText()
                : asked.path("resource").asText() + "/"
                        + asked.path("subresource").asText();
        review.putObject("status")
                .put(
                        "allowed",
                        access.allowed(
                                request,
                                asked.path("verb").asText(),
                                resource,
                                asked.path("namespace").asText()));
        Answers.json(request, 201, review);
    }

    private ArrayNode running() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (String key : pods()) {
            ObjectNode each = all.addObject();
            node.run(key).ifPresentOrElse(run -> run.describe(each), () -> each.put("pod", key));
        }
        return all;
    }
}
