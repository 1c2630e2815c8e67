package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code replay} and {@code policy} against a gateway that says what the test wants. */
class ReplayCommandTest {

    private static final String INTERVAL = "{\"value\": %s, \"low\": %s, \"high\": %s, \"decisions\": 950}";
    private static final String DIFFERENCE = """
            {"logged": %1$s, "direct": %1$s, "inversePropensity": %1$s, "selfNormalised": %1$s, "doublyRobust": %1$s}""".formatted(INTERVAL.formatted("0.001", "-0.001", "0.003"));
    private static final String REPORT = """
            {"replayId": "r1", "state": "%s", "query": {"from": "2026-11-19T00:00:00Z", "to": "2026-11-20T00:00:00Z",
             "policy": "given", "parameters": {}, "limit": 0, "weightCap": 1000}, "share": 0.5, "records": 10,
             "perSecond": 5000, "instance": "router-1", "requestedAt": "2026-11-20T00:00:00Z",
             "updatedAt": "2026-11-20T00:00:00Z", "result": {"decisions": 1000, "changed": 120, "changes":
             [{"from": "local/quick", "to": "local/heavy", "count": 120}], "evaluated": 950,
             "notEvaluated": {"no-outcome": 50}, "effectiveSampleSize": 880.5, "largestWeight": 4.5, "cappedWeights": 0,
             "assumedShare": 0.01, "cost": DIFFERENCE, "success": DIFFERENCE, "loggedRegretPerDay": 1.25,
             "regretPerDay": 0.75, "days": 0.04, "summary": "1,000 decisions; given would change 120 of them."}}""".replace("DIFFERENCE", DIFFERENCE);

    @TempDir
    Path folder;

    private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void gateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void replaysUnderTheParametersOfAFileAndTellsWhatItFound() throws Exception {
        Path file =
                Files.writeString(folder.resolve("careful.yaml"), "policy:\n  version: x\n  environmentFloor: 0.7\n");
        answer("POST /v1/replays", "{\"replayId\": \"r1\"}");
        answer("GET /v1/replays/r1", REPORT.formatted("running"), REPORT.formatted("done"));

        assertThat(run("replay", "--from", "24h", "--policy", file.toString())).isZero();

        JsonNode body = Json.mapper().readTree(asked.getFirst().substring("POST /v1/replays ".length()));
        assertThat(body.at("/parameters").toString()).isEqualTo("{\"environmentFloor\":0.7}");
        assertThat(body.has("policy")).isFalse();
        assertThat(out.toString())
                .startsWith("1,000 decisions; given would change 120 of them.")
                .contains("doubly robust", "+0.001000 (-0.001000, +0.003000)", "not evaluated: 50 no-outcome")
                .contains("effective sample size 88", "120  local/quick -> local/heavy", "regret $1.2500 a day");
    }

    @Test
    void aReplayThatWasStoppedIsNoSuccess() {
        answer("POST /v1/replays", "{\"replayId\": \"r1\"}");
        answer("GET /v1/replays/r1", REPORT.formatted("cancelled"));
        assertThat(run("replay", "--from", "2026-11-19", "--to", "2026-11-20T00:00:00Z", "--policy", "careful"))
                .isEqualTo(1);
        assertThat(asked.getFirst())
                .contains(
                        "\"from\":\"2026-11-19T00:00:00Z\"",
                        "\"policy\":\"careful\"",
                        "\"to\":\"2026-11-20T00:00:00Z\"");
        assertThat(out.toString()).contains("did not come to its end: cancelled");
    }

    @Test
    void whatIsWrongWithTheArgumentsIsTold() {
        assertThat(run("replay", "--from", "yesterday", "--policy", "careful")).isEqualTo(2);
        assertThat(err.toString()).contains("--from is a time such as");
        assertThat(run("replay", "--from", "1h", "--policy", "absent.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no file absent.yaml");
        assertThat(run("policy")).isEqualTo(2);
    }

    @Test
    void storesListsAndWithdrawsPolicies() throws Exception {
        Path file = Files.writeString(folder.resolve("p.json"), "{\"environmentFloor\": 0.7}");
        answer("PUT /v1/policies/careful", "{\"label\": \"careful@1\", \"state\": \"shadow\"}");
        answer(
                "GET /v1/policies",
                "{\"policies\": [{\"name\": \"careful\", \"label\": \"careful@1\", \"state\": \"shadow\","
                        + " \"description\": \"why\"}]}");
        answer("DELETE /v1/policies/careful", "{}");
        answer(
                "GET /v1/policies/careful/comparison",
                "{\"result\": "
                        + Json.mapper().readTree(REPORT.formatted("done")).get("result") + "}");

        assertThat(run("policy", "put", "careful", file.toString(), "--state", "shadow"))
                .isZero();
        assertThat(run("policy", "list")).isZero();
        assertThat(run("policy", "compare", "careful")).isZero();
        assertThat(run("policy", "delete", "careful")).isZero();

        assertThat(asked)
                .as("the description stays as it was")
                .anySatisfy(body -> assertThat(body)
                        .contains(
                                "\"state\":\"shadow\"",
                                "\"description\":\"why\"",
                                "\"parameters\":{\"environmentFloor\":0.7}"));
        assertThat(run("policy", "put", "a b", folder.resolve("absent").toString()))
                .isEqualTo(2);
        assertThat(run("policy", "put", "x", file.toString(), "--state", "foo")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no file", "DRAFT");
        assertThat(out.toString()).contains("careful@1                shadow", "doubly robust", "careful is withdrawn");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (all.size() > 1) {
            all.addAll(
                    List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
        }
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(all.toArray(String[]::new));
    }

    private void answer(String request, String... bodies) {
        answers.put(request, new ArrayDeque<>(List.of(bodies)));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        asked.add(request + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Deque<String> bodies = answers.get(request);
        String body = bodies == null ? "{}" : bodies.size() > 1 ? bodies.remove() : bodies.element();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bodies == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
