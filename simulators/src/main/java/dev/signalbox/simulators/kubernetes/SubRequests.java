package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;

/** {@code pods/exec} and {@code pods/log}. */
final class SubRequests {

    private static final long POLL_MILLIS = 50;

    private final PodStore store;
    private final Node node;
    private final Access access;

    SubRequests(PodStore store, Node node, Access access) {
        this.store = store;
        this.node = node;
        this.access = access;
    }

    void exec(HttpServerRequest request, String namespace, String name, long bytesUntilDrop) throws Refusal {
        // A GET with an upgrade needs "get", and since Kubernetes 1.35 "create" as a POST always did.
        access.check(request, "get", "pods/exec", namespace);
        access.check(request, "create", "pods/exec", namespace);
        ObjectNode pod = store.get(PodStore.key(namespace, name)).orElseThrow(() -> Statuses.podNotFound(name));
        container(pod, request.getParam("container"));
        String phase = pod.path("status").path("phase").asText();
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            throw new Refusal(
                    500, "InternalError", "cannot exec into a container in a completed pod; current phase is " + phase);
        }
        Optional<PodRun> run = node.run(PodStore.key(namespace, name));
        Sandbox sandbox = run.flatMap(PodRun::inner)
                .orElseThrow(() -> new Refusal(
                        500,
                        "InternalError",
                        "unable to upgrade connection: container not found (\"" + PodStatus.containerName(pod)
                                + "\")"));
        List<String> words = request.params().getAll("command");
        if (words.isEmpty()) {
            throw new Refusal(400, "BadRequest", "you must specify at least 1 command for the container");
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            throw new Refusal(400, "BadRequest", "Upgrade request required: this server speaks WebSocket only");
        }
        String stdin = request.getParam("stdin");
        boolean withStdin = "true".equals(stdin) || "1".equals(stdin);
        request.toWebSocket()
                .onSuccess(socket -> new ExecSession(
                                socket, sandbox, words, withStdin, bytesUntilDrop, run.get()::lookAtLimits)
                        .begin());
    }

    void log(HttpServerRequest request, String namespace, String name) throws Refusal {
        access.check(request, "get", "pods/log", namespace);
        ObjectNode pod = store.get(PodStore.key(namespace, name)).orElseThrow(() -> Statuses.podNotFound(name));
        container(pod, request.getParam("container"));
        PodLog log =
                node.run(PodStore.key(namespace, name)).map(PodRun::log).orElseThrow(() -> Statuses.podNotFound(name));
        HttpServerResponse response = request.response();
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        if (!"true".equals(request.getParam("follow")) && !"1".equals(request.getParam("follow"))) {
            response.end(Buffer.buffer(log.from(0)));
            return;
        }
        Thread.ofVirtual().start(() -> follow(response, log));
    }

    private static void follow(HttpServerResponse response, PodLog log) {
        try {
            int position = 0;
            boolean ended = false;
            while (!ended && !response.closed()) {
                ended = log.ended();
                byte[] next = log.from(position);
                position += next.length;
                if (next.length > 0) {
                    response.write(Buffer.buffer(next));
                }
                Thread.sleep(POLL_MILLIS);
            }
            response.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void container(ObjectNode pod, @org.jspecify.annotations.Nullable String asked) throws Refusal {
        if (asked != null && !asked.equals(PodStatus.containerName(pod))) {
            throw new Refusal(400, "BadRequest", "container " + asked + " is not valid for pod");
        }
    }
}
