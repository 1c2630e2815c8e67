package dev.signalbox.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Session, router and registry in one HTTP server that gives the answers it was told to give, and remembers what it was
 * asked. It is told over HTTP as well ({@link Neighbours}), because Quarkus loads tests in several class loaders.
 */
public final class FakeServices implements QuarkusTestResourceLifecycleManager {

    private record Answer(int status, String type, String location, Buffer body) {}

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<JsonObject> asked = new ConcurrentLinkedQueue<>();

    @Override
    public Map<String, String> start() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
        int port;
        try {
            port = server.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .actualPort();
        } catch (Exception e) {
            throw new IllegalStateException("the fake services do not start", e);
        }
        String url = "http://127.0.0.1:" + port;
        return Map.of(
                "fake.url", url,
                "SIGNALBOX_SESSION_URL", url,
                "SIGNALBOX_ROUTER_URL", url,
                "SIGNALBOX_REGISTRY_URL", url);
    }

    private void handle(HttpServerRequest request, Buffer body) {
        switch (request.path()) {
            case "/control/answer" -> {
                answers.put(
                        request.getHeader("For"),
                        new Answer(
                                Integer.parseInt(request.getHeader("Status")),
                                request.getHeader("Content-Type"),
                                request.getHeader("Location"),
                                body));
                request.response().end();
            }
            case "/control/asked" -> {
                JsonArray all = new JsonArray();
                asked.forEach(all::add);
                request.response().end(all.toBuffer());
            }
            default -> answer(request, body);
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        JsonObject headers = new JsonObject();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
        asked.add(new JsonObject()
                .put("method", request.method().name())
                .put("uri", request.uri())
                .put("headers", headers)
                .put("body", body.toString()));
        Answer answer = answers.get(request.method() + " " + request.path());
        if (answer == null) {
            request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "application/problem+json")
                    .end("{\"type\":\"urn:signalbox:problem:not-found\",\"title\":\"not here\",\"status\":404}");
            return;
        }
        if (answer.location() != null) {
            request.response().putHeader("Location", answer.location());
        }
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", answer.type())
                .end(answer.body());
    }

    @Override
    public void stop() {
        vertx.close();
    }
}
