package dev.signalbox.session.adapter;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.session.domain.workflows.Played;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A router that gives every task the same route at the same price; it can be away. */
public final class PricingRouter implements QuarkusTestResourceLifecycleManager {

    static final AtomicBoolean AWAY = new AtomicBoolean();

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/internal/routes", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] body = Json.mapper()
                        .writeValueAsBytes(new DecisionRecord(
                                new TaskId("preview"), 1, Played.priced("0.01"), null, Instant.EPOCH));
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                if (AWAY.get()) {
                    exchange.sendResponseHeaders(503, -1);
                } else {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
                exchange.close();
            });
            started.start();
            server = started;
            return Map.of(
                    "signalbox.session.router-url",
                    "http://127.0.0.1:" + started.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Objects.requireNonNull(server).stop(0);
    }
}
