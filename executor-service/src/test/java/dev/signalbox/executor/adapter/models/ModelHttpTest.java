package dev.signalbox.executor.adapter.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.agent.ModelException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every request to a provider has, whoever it is. */
class ModelHttpTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final AtomicReference<Headers> asked = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void ask() throws Exception {
        ProviderSettings settings = new ProviderSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "",
                List.of("haiku"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        new ModelHttp(settings, Map.of("x-key", "k"))
                .post("/", Json.mapper().createObjectNode(), "request-id", new ModelHttp.Errors() {
                    @Override
                    public ModelException.Kind kind(int status, com.fasterxml.jackson.databind.JsonNode body) {
                        throw new AssertionError("HTTP " + status);
                    }

                    @Override
                    public String message(com.fasterxml.jackson.databind.JsonNode body) {
                        return "";
                    }
                })
                .close();
    }

    @Test
    void aRequestBelongsToTheTraceOfTheStepThatAsks() throws Exception {
        try (Step.Scope ignored =
                Step.carrying(PARENT + " congo=t61rcWkgMzE,rojo=1").enter()) {
            ask();
        }

        assertThat(asked.get().get("Traceparent")).containsExactly(PARENT);
        assertThat(asked.get().get("Tracestate")).containsExactly("congo=t61rcWkgMzE,rojo=1");
        assertThat(asked.get().get("X-key")).containsExactly("k");
    }

    @Test
    void whereNoTraceIsKnownNoneIsNamed() throws Exception {
        ask();

        assertThat(asked.get()).doesNotContainKeys("Traceparent", "Tracestate");
    }
}
