package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/[namespaces/x/]pods[/name]}: create, get, list, watch, patch and delete. */
final class PodRequests {

    private static final int DEFAULT_GRACE_SECONDS = 30;

    private final Vertx vertx;
    private final PodStore store;
    private final Node node;
    private final Admission admission;
    private final Access access;

    PodRequests(Vertx vertx, PodStore store, Node node, Admission admission, Access access) {
        this.vertx = vertx;
        this.store = store;
        this.node = node;
        this.admission = admission;
        this.access = access;
    }

    /** Requests to the collection; an empty namespace means all. */
    void collection(HttpServerRequest request, String namespace, @Nullable Buffer body) throws Refusal {
        switch (request.method().name()) {
            case "GET" -> {
                String watching = request.getParam("watch");
                boolean watch = "true".equals(watching) || "1".equals(watching);
                access.check(request, watch ? "watch" : "list", "pods", namespace);
                if (watch) {
                    watch(request, selector(request, namespace));
                } else {
                    list(request, selector(request, namespace));
                }
            }
            case "POST" -> {
                access.check(request, "create", "pods", namespace);
                create(request, namespace, object(body));
            }
            case "DELETE" -> {
                access.check(request, "deletecollection", "pods", namespace);
                for (ObjectNode pod : store.list(selector(request, namespace))) {
                    node.delete(
                            PodStore.key(
                                    namespace, pod.path("metadata").path("name").asText()),
                            grace(request, body, pod));
                }
                Answers.json(request, 200, Statuses.ofExit(0));
            }
            default -> throw notAllowed();
        }
    }

    /** Requests to one pod. */
    void one(HttpServerRequest request, String namespace, String name, @Nullable Buffer body) throws Refusal {
        String key = PodStore.key(namespace, name);
        switch (request.method().name()) {
            case "GET" -> {
                access.check(request, "get", "pods", namespace);
                Answers.json(request, 200, existing(key, name));
            }
            case "PATCH" -> {
                access.check(request, "patch", "pods", namespace);
                ObjectNode patch = object(body);
                Answers.json(
                        request,
                        200,
                        store.change(key, pod -> merge(pod, patch)).orElseThrow(() -> Statuses.podNotFound(name)));
            }
            case "DELETE" -> {
                access.check(request, "delete", "pods", namespace);
                ObjectNode pod = existing(key, name);
                node.delete(key, grace(request, body, pod));
                Answers.json(request, 200, store.get(key).orElse(pod));
            }
            default -> throw notAllowed();
        }
    }

    ObjectNode existing(String key, String name) throws Refusal {
        return store.get(key).orElseThrow(() -> Statuses.podNotFound(name));
    }

    private static Refusal notAllowed() {
        return new Refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    private void create(HttpServerRequest request, String namespace, ObjectNode pod) throws Refusal {
        ObjectNode admitted;
        synchronized (store) {
            admitted = admission.admit(namespace, pod);
            store.add(
                    PodStore.key(
                            namespace, admitted.path("metadata").path("name").asText()),
                    admitted);
            admitted = admitted.deepCopy();
        }
        node.start(
                PodStore.key(namespace, admitted.path("metadata").path("name").asText()), admitted);
        Answers.json(request, 201, admitted);
    }

    private static Predicate<JsonNode> selector(HttpServerRequest request, String namespace) throws Refusal {
        Predicate<JsonNode> selected =
                Selectors.parse(request.getParam("labelSelector"), request.getParam("fieldSelector"));
        return namespace.isEmpty()
                ? selected
                : selected.and(
                        pod -> pod.path("metadata").path("namespace").asText().equals(namespace));
    }

    private void list(HttpServerRequest request, Predicate<JsonNode> selector) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("kind", "PodList").put("apiVersion", "v1");
        synchronized (store) {
            answer.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
            ArrayNode items = answer.putArray("items");
            List<ObjectNode> pods = store.list(selector);
            pods.forEach(items::add);
        }
        Answers.json(request, 200, answer);
    }

    private void watch(HttpServerRequest request, Predicate<JsonNode> selector) throws Refusal {
        String version = request.getParam("resourceVersion");
        long since = version == null || version.isEmpty() ? 0 : Long.parseLong(version);
        String seconds = request.getParam("timeoutSeconds");
        long most = seconds == null ? 3600 : Long.parseLong(seconds);
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.toWebSocket().onSuccess(socket -> {
                Context loop = vertx.getOrCreateContext();
                WatchStream stream = new WatchStream(
                        store,
                        selector,
                        line -> loop.runOnContext(now -> {
                            if (!socket.isClosed()) {
                                socket.writeTextMessage(line);
                            }
                        }));
                begin(stream, since, most, stop -> socket.closeHandler(closed -> stop.run()), socket::close);
            });
            return;
        }
        HttpServerResponse response = request.response();
        response.setChunked(true).putHeader("Content-Type", "application/json");
        // The status goes out at once, as from a real server: clients wait for it before they wait for events.
        response.write("\n");
        Context loop = vertx.getOrCreateContext();
        WatchStream stream = new WatchStream(
                store,
                selector,
                line -> loop.runOnContext(now -> {
                    if (!response.closed() && !response.ended()) {
                        response.write(line);
                    }
                }));
        begin(stream, since, most, stop -> response.closeHandler(closed -> stop.run()), response::end);
    }

    private void begin(
            WatchStream stream,
            long since,
            long seconds,
            java.util.function.Consumer<Runnable> whenClosed,
            Runnable end) {
        try {
            Runnable stop = stream.begin(since, vertx);
            whenClosed.accept(stop);
            vertx.setTimer(seconds * 1000, id -> {
                stop.run();
                end.run();
            });
        } catch (Refusal e) {
            end.run();
        }
    }

    private static long grace(HttpServerRequest request, @Nullable Buffer body, ObjectNode pod) throws Refusal {
        String asked = request.getParam("gracePeriodSeconds");
        if (asked != null) {
            return Long.parseLong(asked);
        }
        JsonNode options = body == null || body.length() == 0 ? JsonNodeFactory.instance.objectNode() : object(body);
        return options.path("gracePeriodSeconds")
                .asLong(pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS));
    }

    static ObjectNode object(@Nullable Buffer body) throws Refusal {
        try {
            if (body != null && Json.mapper().readTree(body.getBytes()) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new Refusal(400, "BadRequest", "the object provided is unrecognized");
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode deeper) {
                merge(into.withObject("/" + field.getKey().replace("~", "~0").replace("/", "~1")), deeper);
            } else if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }
}
