package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a gateway that says what the test wants. */
class RunCommandIT {

    private static final String RESULT = """
            {"status":"%s","exitCode":%d,"stdout":{"text":"","droppedBytes":0},"stderr":{"text":"","droppedBytes":0},\
            "files":[],"timings":{"queued":"PT0.1S","startUp":"PT0.1S","run":"PT1S"},\
            "usage":{"cpuSeconds":1,"peakMemoryBytes":1,"inputTokens":0,"outputTokens":0},\
            "cost":{"total":"0.1","parts":[]},"attempts":[],"route":{"backend":"local","tier":"quick"},\
            "explanation":"because"}""";
    private static final String VIEW = """
            {"taskId":"t1","tenant":"default","status":"%s","attempt":1,"metadata":{},\
            "requestedAt":"2026-11-20T10:00:00Z","updatedAt":"2026-11-20T10:00:01Z","result":%s}""";

    @TempDir
    Path folder;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> resumedAfter = new ArrayList<>();
    private final List<String> streams = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private HttpServer server;
    private final List<String> queries = new ArrayList<>();
    private JsonNode answered = Json.mapper().createObjectNode();
    private JsonNode submitted = Json.mapper().createObjectNode();

    @BeforeEach
    void gateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        end("succeeded", 0);
    }

    @AfterEach
    void putBack() {
        System.setOut(realOut);
        System.setErr(realErr);
        server.stop(0);
    }

    @Test
    void streamsOutputAndResumesWhereTheStreamBrokeOff() {
        streams.add(event(1, "TaskAccepted", "{}") + output(2, "stdout", "one\\n") + "id: 3\nevent: TaskOutput\nda");
        streams.add(output(3, "stdout", "two ü\\n")
                + output(4, "stderr", "bad\\n")
                + ended(5, "TaskCompleted", "succeeded", 0));

        int exitCode = run("--language", "bash", "echo one");

        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo ü\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("bad\n")
                .contains("route     local/quick")
                .contains("why       because");
        assertThat(resumedAfter).containsExactly("", "2");
    }

    @Test
    void sendsWhatTheArgumentsSay() throws Exception {
        streams.add(ended(1, "TaskCompleted", "succeeded", 0));
        Files.writeString(folder.resolve("in.txt"), "input");

        run(
                "--language",
                "python",
                "--timeout",
                "1m",
                "--tier",
                "medium",
                "--backend",
                "local",
                "--session",
                "s1",
                "--file",
                folder.resolve("in.txt").toString(),
                "--stdin-file",
                folder.resolve("in.txt").toString(),
                "--arg",
                "--odd",
                "--env",
                "A=b=c",
                "--max-cost",
                "0.5",
                "--need",
                "network",
                "--min-success",
                "0.9",
                "--max-latency",
                "30s",
                "--no-escalation",
                "--objective",
                "fastest",
                "print(1)");

        assertThat(submitted.at("/code/0/source").asText()).isEqualTo("print(1)");
        assertThat(submitted.at("/code/0/language").asText()).isEqualTo("python");
        assertThat(submitted.has("prompt")).isFalse();
        assertThat(submitted.path("timeout").asText()).isEqualTo("PT1M");
        assertThat(submitted.path("tier").asText()).isEqualTo("medium");
        assertThat(submitted.path("sessionId").asText()).isEqualTo("s1");
        assertThat(submitted.at("/files/0/path").asText()).isEqualTo("in.txt");
        assertThat(submitted.path("stdin").asText()).isEqualTo("input");
        assertThat(submitted.at("/arguments/0").asText()).isEqualTo("--odd");
        assertThat(submitted.at("/environment/A").asText()).isEqualTo("b=c");
        assertThat(submitted.path("maximumCost").asText()).isEqualTo("0.5");
        assertThat(submitted.path("objective").asText()).isEqualTo("fastest");
        assertThat(submitted.path("needs").path(0).asText()).isEqualTo("network");
        assertThat(submitted.path("minimumSuccess").asDouble()).isEqualTo(0.9);
        assertThat(submitted.path("maximumLatency").asText()).isEqualTo("PT30S");
        assertThat(submitted.path("escalate").asBoolean(true)).isFalse();
    }

    @Test
    void withoutALanguageTheTextIsAPrompt() {
        streams.add(ended(1, "TaskCompleted", "succeeded", 0));

        run("write a poem");

        assertThat(submitted.path("prompt").asText()).isEqualTo("write a poem");
        assertThat(submitted.path("code")).isEmpty();
    }

    @Test
    void theExitCodeIsTheProgramsAndJsonIsAllThatIsPrinted() throws Exception {
        end("failed", 7);
        streams.add(output(1, "stdout", "noise") + ended(2, "TaskFailed", "failed", 7));

        int exitCode = run("--json", "--language", "bash", "exit 7");

        assertThat(exitCode).isEqualTo(7);
        assertThat(Json.mapper().readTree(out.toByteArray()).path("taskId").asText())
                .isEqualTo("t1");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aProblemIsToldInWords() {
        answers.put("POST /v1/tasks", """
                422 {"title":"The task is not valid","detail":"two things","errors":[
                {"field":"/tier","message":"is odd"},{"field":"/code","message":"is empty"}]}""");

        assertThat(run("--language", "bash", "x"))
                .as("wrong arguments, says the service")
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("The task is not valid: two things")
                .contains("/tier is odd")
                .contains("/code is empty");
    }

    @Test
    void sendsWithinWhatLimitsAnAgentWorks() throws Exception {
        streams.add(ended(1, "TaskCompleted", "succeeded", 0));
        Path schema = Files.writeString(folder.resolve("answer.json"), "{\"type\":\"object\"}");

        int exitCode = run(
                "--model",
                "haiku",
                "--agent",
                "writer",
                "--session",
                "s1",
                "--max-turns",
                "3",
                "--max-tokens",
                "900",
                "--schema",
                schema.toString(),
                "--no-input",
                "write");

        assertThat(exitCode).isZero();
        assertThat(submitted.path("model").asText()).isEqualTo("haiku");
        assertThat(submitted.path("agent").asText()).isEqualTo("writer");
        assertThat(submitted.path("sessionId").asText()).isEqualTo("s1");
        assertThat(submitted.path("maximumTurns").asInt()).isEqualTo(3);
        assertThat(submitted.path("maximumTokens").asLong()).isEqualTo(900);
        assertThat(submitted.at("/answerSchema/type").asText()).isEqualTo("object");
        Files.writeString(schema, "no JSON");
        assertThat(run("--schema", schema.toString(), "write")).isEqualTo(2);
        assertThat(run("--schema", folder.resolve("none.json").toString(), "write"))
                .isEqualTo(2);
    }

    @Test
    void anAgentIsShownLiveAndItsQuestionIsToldWhereNobodyIsAtTheTerminal() {
        streams.add(event(1, "TaskToolCalled", """
                        {"taskId":"t1","attempt":1,"epoch":1,"index":0,"callId":"c","tool":"list_files","arguments":"{}",\
                        "outcome":"succeeded","duration":"PT0.1S","at":"2026-11-20T10:00:00Z"}""")
                + event(2, "TaskQuestion", """
                        {"taskId":"t1","attempt":1,"epoch":1,"index":1,"questionId":"q-1","question":"Which one?",\
                        "expiresAt":"2099-11-20T10:00:00Z","at":"2026-11-20T10:00:00Z"}""")
                + output(3, "stdout", "Done.")
                + ended(4, "TaskCompleted", "succeeded", 0));

        assertThat(run("look")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Done.");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("tool: list_files {} ... ok 0.1 s\n")
                .contains("signalbox: the agent asks: Which one?")
                .contains("./signalbox answer t1 q-1 TEXT");
    }

    @Test
    void answersFromElsewhere() throws Exception {
        answers.put("POST /v1/tasks/t1/answers", "202 {\"taskId\":\"t1\"}");

        assertThat(command("answer", "t1", "q-1", "the blue one")).isZero();

        assertThat(answered).isEqualTo(Json.mapper().readTree("""
                        {"questionId":"q-1","answer":"the blue one"}"""));
        assertThat(command("answer", "t2", "q-1", "x")).isEqualTo(1);
        assertThat(command("answer", "t2")).isEqualTo(2);
    }

    @Test
    void aPolicyIsComparedSinceAnHourAgo() {
        answers.put("GET /v1/policies/careful/comparison", "422 {\"title\":\"seen\"}");

        assertThat(command("policy", "compare", "careful", "--since", "1h")).isEqualTo(2);

        assertThat(queries)
                .singleElement()
                .satisfies(query -> assertThat(Instant.parse(query.substring("since=".length())))
                        .isBetween(
                                Instant.now().minusSeconds(3660), Instant.now().minusSeconds(3540)));
    }

    @Test
    void anEscalationIsToldWhenItHappens() {
        streams.add(event(1, "TaskRetrying", """
                        {"taskId":"t1","attempt":1,"at":"2026-11-20T10:00:00Z","nextAttemptAt":"2026-11-20T10:00:00Z",\
                        "problem":{"type":"urn:x","title":"too much","status":422,"detail":"needs more memory",\
                        "extensions":{"route":"local/medium"}}}""") + ended(2, "TaskCompleted", "succeeded", 0));

        run("--language", "bash", "echo one");

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("signalbox: attempt 1 escalates to local/medium: needs more memory");
    }

    @Test
    void explainTellsWhyNot() {
        answers.put("GET /v1/tasks/t1/decision/why-not", """
                200 {"backend":"e2b","state":"rejected","answer":"e2b was ruled out.","changes":[],"decisions":3}""");

        assertThat(command("explain", "t1", "--why-not", "e2b")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("e2b was ruled out.\n");
        assertThat(command("explain", "t2")).isNotZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no such thing");
    }

    @Test
    void explainTellsTheDecisionOfEveryAttempt() {
        answers.put("GET /v1/tasks/t1/decision", """
                200 {"taskId":"t1","attempt":1,"decidedAt":"2026-11-20T10:00:00Z","decision":{"timeout":"PT60S",\
                "objective":"cheapest","candidates":[],"explanation":"because","propensity":1,"profile":{"kind":"code",\
                "score":0,"leansTo":"quick","signals":[],"expectedDuration":"PT1S"},"versions":{"policy":"1"},\
                "chosen":{"route":{"backend":"local","tier":"quick"},"cost":"0.1","successProbability":0.9,\
                "startUp":"PT1S","duration":"PT1S","expectedTotalCost":"0.1"},\
                "plan":[{"route":{"backend":"local","tier":"quick"},"probability":1,"cost":"0.1"},\
                {"route":{"backend":"local","tier":"medium"},"probability":0.05,"cost":"0.2","gains":["memory"]}]}}""");

        assertThat(command("explain", "t1")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("attempt   1, decided at 2026-11-20T10:00:00Z")
                .contains("why       because")
                .contains("planned   then local/medium for $0.2, for want of memory");
    }

    @Test
    void wrongArgumentsAndAMissingGatewayAre2() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--language", "bash")).isEqualTo(2);
        assertThat(run("--timeout", "soon", "x")).isEqualTo(2);
        assertThat(run("--file", "does-not-exist", "x")).isEqualTo(2);
        assertThat(run("--nonsense", "x")).isEqualTo(2);
        server.stop(0);
        assertThat(run("x")).isEqualTo(2);
        assertThat(Main.commandLine().execute("run", "no stack of this checkout, no url"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("./signalbox up");
    }

    private int run(String... arguments) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        String[] all = Stream.concat(Stream.of("run", "--url", url), Arrays.stream(arguments))
                .toArray(String[]::new);
        return Main.commandLine().execute(all);
    }

    private int command(String name, String... arguments) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        String[] all = Stream.of(Stream.of(name), Arrays.stream(arguments), Stream.of("--url", url))
                .flatMap(words -> words)
                .toArray(String[]::new);
        return Main.commandLine().execute(all);
    }

    private void end(String status, int exitCode) {
        answers.put("GET /v1/tasks/t1", "200 " + VIEW.formatted(status, RESULT.formatted(status, exitCode)));
        answers.put("POST /v1/tasks", "202 {\"taskId\":\"t1\"}");
    }

    private static String event(int id, String name, String data) {
        return "id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n";
    }

    private static String output(int id, String stream, String text) {
        return event(
                id,
                "TaskOutput",
                "{\"taskId\":\"t1\",\"attempt\":1,\"epoch\":1,\"index\":0,\"stream\":\"" + stream + "\",\"text\":\""
                        + text + "\",\"at\":\"2026-11-20T10:00:00Z\"}");
    }

    private static String ended(int id, String name, String status, int exitCode) {
        return event(
                id,
                name,
                "{\"taskId\":\"t1\",\"at\":\"2026-11-20T10:00:00Z\",\"result\":" + RESULT.formatted(status, exitCode)
                        + "}");
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try (InputStream body = exchange.getRequestBody()) {
            byte[] bytes = body.readAllBytes();
            if (exchange.getRequestURI().getQuery() != null) {
                queries.add(exchange.getRequestURI().getQuery());
            }
            if (request.endsWith("/answers")) {
                answered = Json.mapper().readTree(bytes);
            }
            if (request.equals("POST /v1/tasks")) {
                submitted = Json.mapper().readTree(bytes);
            }
        }
        String answer;
        if (request.endsWith("/events")) {
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            resumedAfter.add(last == null ? "" : last);
            answer = "200 " + streams.removeFirst();
        } else {
            answer = answers.getOrDefault(request, "404 {\"title\":\"There is no such thing\"}");
        }
        byte[] text = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }
}
