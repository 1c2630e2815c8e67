package dev.signalbox.launcher.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that has sessions, and forgets them when it is told to. */
@Timeout(30)
class BridgeTest {

    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch quick = new CountDownLatch(1);
    private volatile int sessions;
    private volatile String alive = "";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        String version = exchange.getRequestHeaders().getFirst("MCP-Protocol-Version");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode message = body.isEmpty()
                ? Json.mapper().createObjectNode()
                : Json.mapper().readTree(body);
        String method = message.path("method").asText();
        asked.add(exchange.getRequestMethod() + " " + method + " session=" + session + " version=" + version
                + " method=" + exchange.getRequestHeaders().getFirst("Mcp-Method") + " name="
                + exchange.getRequestHeaders().getFirst("Mcp-Name") + " key="
                + exchange.getRequestHeaders().getFirst("Authorization"));
        String id = message.path("id").toString();
        switch (method) {
            case "initialize" -> {
                sessions++;
                alive = "s" + sessions;
                exchange.getResponseHeaders().add("Mcp-Session-Id", alive);
                answer(exchange, 200, "application/json", result(id, "{\"protocolVersion\":\"2025-11-25\"}"));
            }
            case "notifications/initialized" -> answer(exchange, 202, "text/plain", "");
            case "forget" -> {
                alive = "";
                answer(exchange, 200, "application/json", result(id, "{}"));
            }
            case "slow" -> {
                await();
                answer(
                        exchange,
                        200,
                        "text/event-stream",
                        ":\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n"
                                + "event: message\ndata: " + result(id, "{\"slow\":true}") + "\n\n");
            }
            case "quick" -> {
                answer(exchange, 200, "application/json", result(id, "{\"quick\":true}"));
                quick.countDown();
            }
            case "broken" -> answer(exchange, 500, "text/html", "<h1>oops</h1>");
            case "closed" -> answer(exchange, 401, "application/problem+json", "{\"title\":\"A key\"}");
            default -> {
                boolean known = session == null || session.equals(alive);
                answer(exchange, known ? 200 : 404, "application/json", known ? result(id, "{\"ok\":true}") : "");
            }
        }
    }

    private void await() throws IOException {
        try {
            assertThat(quick.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String request(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    private List<JsonNode> talk(String... lines) throws IOException {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
        try (Bridge bridge = new Bridge(
                endpoint,
                "key-a",
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))) {
            bridge.run(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        }
        List<JsonNode> told = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            told.add(Json.mapper().readTree(line));
        }
        return told;
    }

    private static JsonNode answerTo(List<JsonNode> told, int id) {
        return told.stream()
                .filter(message -> message.path("id").asInt(-1) == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer to " + id + " in " + told));
    }

    @Test
    void keepsTheSessionAndEndsIt() throws IOException {
        List<JsonNode> told = talk(
                INITIALIZE, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", request(1, "tools/list"));
        assertThat(answerTo(told, 0).at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
        assertThat(answerTo(told, 1).at("/result/ok").asBoolean()).isTrue();
        assertThat(told).hasSize(2);
        assertThat(asked.getFirst()).startsWith("POST initialize session=null version=null");
        assertThat(asked.subList(1, 3))
                .allSatisfy(one -> assertThat(one).contains("session=s1 version=2025-11-25", "key=Bearer key-a"));
        assertThat(asked.getLast()).startsWith("DELETE  session=s1");
    }

    @Test
    void callsDoNotWaitForEachOtherAndNotificationsPass() throws IOException {
        List<JsonNode> told = talk(INITIALIZE, request(1, "slow"), request(2, "quick"));
        assertThat(answerTo(told, 1).at("/result/slow").asBoolean()).isTrue();
        assertThat(answerTo(told, 2).at("/result/quick").asBoolean()).isTrue();
        assertThat(told)
                .anySatisfy(
                        message -> assertThat(message.path("method").asText()).isEqualTo("notifications/progress"));
    }

    @Test
    void beginsAnotherSessionWhereTheServerForgotTheFirst() throws IOException {
        List<JsonNode> told = talk(INITIALIZE);
        assertThat(told).hasSize(1);
        out.reset();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
        try (Bridge bridge = new Bridge(
                endpoint,
                null,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))) {
            bridge.run(lines(INITIALIZE));
            alive = "";
            bridge.run(lines(request(1, "tools/list")));
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .as("the client notices nothing")
                .hasSize(2)
                .last()
                .asString()
                .contains("\"ok\":true");
        assertThat(asked).anySatisfy(one -> assertThat(one).startsWith("POST notifications/initialized session=s3"));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("forgotten");
    }

    private static ByteArrayInputStream lines(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void messagesThatNeedNoSessionGetTheirHeaders() throws IOException {
        talk(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"gr\u00fc\u00df\",\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");
        assertThat(asked.getFirst())
                .contains("session=null version=2026-07-28 method=tools/call name==?base64?Z3LDvMOf?=");
    }

    @Test
    void whatGoesWrongIsAnAnswerInWords() throws IOException {
        List<JsonNode> told = talk("no json", INITIALIZE, request(1, "broken"), request(2, "closed"));
        assertThat(told.getFirst().at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(answerTo(told, 1).at("/error/message").asText()).contains("status 500");
        assertThat(answerTo(told, 2).at("/error/message").asText()).contains("SIGNALBOX_API_KEY");
    }

    @Test
    void saysHowToStartWhatDoesNotRun() throws IOException {
        server.stop(0);
        assertThat(answerTo(talk(request(1, "tools/list")), 1)
                        .at("/error/message")
                        .asText())
                .contains("./signalbox up");
    }
}
