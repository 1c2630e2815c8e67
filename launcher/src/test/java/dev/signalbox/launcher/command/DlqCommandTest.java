package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DlqCommandTest {

    private static final String LETTER = """
            {"id":"task-requests-dlq-0-%d","topic":"task-requests","partition":3,"offset":41,"key":"t-1","taskId":"t-1",
             "service":"router","reason":"not readable\\u001b[2J as a task","at":"2026-11-20T08:00:00.123456Z","size":2,
             "state":"open","replays":0}""";

    private final Map<String, Deque<String>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void gateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add((request + " " + body).strip());
            Deque<String> next = answers.getOrDefault(request, new ArrayDeque<>());
            String answer = next.size() > 1 ? next.pop() : next.peek();
            boolean problem = answer == null || answer.contains("\"title\"");
            byte[] bytes = (answer == null ? "{\"title\":\"No\",\"detail\":\"" + request + "\"}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(problem ? 409 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String request, String... bodies) {
        answers.put(request, new ArrayDeque<>(Arrays.asList(bodies)));
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--url");
        all.add("http://127.0.0.1:" + server.getAddress().getPort());
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static String handled(boolean dryRun, int letters, int skipped, int remaining) {
        List<String> done = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            done.add(LETTER.formatted(i));
        }
        List<String> left = new ArrayList<>();
        for (int i = 0; i < skipped; i++) {
            left.add("{\"id\":\"agents-dlq-0-" + i + "\",\"why\":\"has no value\"}");
        }
        return "{\"dryRun\":" + dryRun + ",\"letters\":[" + String.join(",", done) + "],\"skipped\":["
                + String.join(",", left) + "],\"remaining\":" + remaining + "}";
    }

    @Test
    void listsWhatNobodyHasSeenTo() {
        answer(
                "GET /v1/dead-letters?state=open&limit=200",
                "{\"items\":[" + LETTER.formatted(17) + "],\"next\":\"abc\"}");
        assertThat(run("dlq")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("open       2026-11-20T08:00:00Z  task-requests-dlq-0-17  router: not readable [2J as a task")
                .contains("--cursor abc")
                .doesNotContain("\u001b");
    }

    @Test
    void listsByConditions() {
        answer(
                "GET /v1/dead-letters?limit=5&state=replayed&topic=agents&reason=no%20value&from=2026-11-20T00:00:00Z"
                        .replace(":", "%3A"),
                "{\"items\":[]}");
        assertThat(run(
                        "dlq",
                        "list",
                        "--state",
                        "replayed",
                        "--topic",
                        "agents",
                        "--reason",
                        "no value",
                        "--from",
                        "2026-11-20",
                        "--limit",
                        "5"))
                .as(err + " " + asked)
                .isZero();
        assertThat(out.toString()).contains("There are no such dead letters.");
    }

    @Test
    void showsARecordWithoutWhatATerminalWouldObey() {
        answer(
                "GET /v1/dead-letters/task-requests-dlq-0-17",
                "{\"letter\":" + LETTER.formatted(17)
                        + ",\"headers\":[{\"name\":\"ce_id\",\"encoding\":\"text\",\"content\":\"e-1\"}],"
                        + "\"value\":{\"encoding\":\"json\",\"content\":\"{\\n\\t\\\"a\\\" : \\\"\\u001b\\\"\\n}\"}}");
        assertThat(run("dlq", "show", "task-requests-dlq-0-17"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains(
                        "task-requests, partition 3, offset 41",
                        "header   ce_id: e-1",
                        "2 bytes, json",
                        "        \"a\" : \" \"")
                .doesNotContain("\u001b");
    }

    @Test
    void replaysTheOnesThatAreNamed() {
        answer("POST /v1/dead-letters/replay", handled(false, 2, 0, 0));
        assertThat(run("dlq", "replay", "a-dlq-0-1", "a-dlq-0-2", "--force"))
                .as(err.toString())
                .isZero();
        assertThat(asked)
                .containsExactly("POST /v1/dead-letters/replay"
                        + " {\"dryRun\":false,\"ids\":[\"a-dlq-0-1\",\"a-dlq-0-2\"],\"force\":true}");
        assertThat(out.toString()).contains("2 dead letters replayed");
    }

    @Test
    void replaysAllByParts() {
        answer("POST /v1/dead-letters/replay", handled(false, 2, 0, 3), handled(false, 2, 1, 1));
        assertThat(run("dlq", "replay", "--all", "--topic", "agents", "--yes", "--json"))
                .as("one was skipped")
                .isEqualTo(1);
        assertThat(asked)
                .hasSize(2)
                .allMatch(one -> one.endsWith("{\"dryRun\":false,\"filter\":{\"topic\":\"agents\"}}"));
        assertThat(out.toString()).contains("\"remaining\" : 1").contains("agents-dlq-0-0");
        assertThat(out.toString().split("\"at\"")).hasSize(5);
    }

    @Test
    void asksBeforeItTakesAllAndHasNobodyToAskHere() {
        answer("POST /v1/dead-letters/discard", handled(true, 2, 0, 5));
        assertThat(run("dlq", "discard", "--all", "--note", "a test")).isEqualTo(2);
        assertThat(asked).hasSize(1).allMatch(one -> one.contains("\"dryRun\":true"));
        assertThat(err.toString()).contains("7 dead letters would be discarded: say --yes");
    }

    @Test
    void saysWhatWouldBeDone() {
        answer("POST /v1/dead-letters/replay", handled(true, 2, 0, 5));
        assertThat(run("dlq", "replay", "--all", "--dry-run")).isZero();
        assertThat(out.toString())
                .contains("task-requests-dlq-0-1")
                .contains("2 dead letters would be replayed; that is the first part of 7");
    }

    @Test
    void tellsAProblemInWords() {
        answer(
                "POST /v1/dead-letters/replay",
                "{\"title\":\"The state does not allow this\",\"status\":409,\"detail\":\"Nothing was done. x was replayed\"}");
        assertThat(run("dlq", "replay", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("The state does not allow this: Nothing was done. x was replayed");
    }

    @Test
    void saysWhatIsMissingOrTooMuch() {
        for (String[] wrong : List.of(
                new String[] {"dlq", "replay"},
                new String[] {"dlq", "replay", "a", "--all"},
                new String[] {"dlq", "replay", "a", "--topic", "agents"},
                new String[] {"dlq", "replay", "--topic", "agents"},
                new String[] {"dlq", "replay", "--all", "--force"},
                new String[] {"dlq", "discard", "a"},
                new String[] {"dlq", "list", "--from", "whenever"})) {
            assertThat(run(wrong)).as(String.join(" ", wrong)).isEqualTo(2);
        }
        assertThat(asked).isEmpty();
    }
}
