package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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

/** Sessions, workflows, approvals and agents against a gateway that says what the test wants. */
class DelegationCommandsTest {

    private static final String SESSION = """
            {"sessionId":"s1","status":"active","taskDescription":"Add login","complexity":"medium","reasoning":"why",
             "agents":[{"role":"senior_developer","status":"ready","reason":"leads","estimatedGib":2,"usedGib":0.5}],
             "account":{"budget":"2","spent":"0.5","reserved":"0.117920845","heldPerHour":"0.5"},"savings":{"roles":9,"memoryGib":20,"percent":83.4},
             "timesOutAt":"2026-11-20T08:30:00Z"}""";
    private static final String ENDED = SESSION.replace(
            "\"active\"",
            "\"ended\",\"endReason\":\"ended\",\"createdAt\":\"2026-11-20T08:00:00.123456789Z\","
                    + "\"endedAt\":\"2026-11-20T08:12:30.987654321Z\"");
    private static final String APPROVAL = """
            {"approvalId":"a1","kind":"agent_proposal","status":"%s","title":"Make a translator?","detail":"nobody can",
             "details":{"role":"translator"},"expiresAt":"2026-11-21T08:00:00Z"%s}""";
    private static final String WORKFLOW = """
            {"workflowId":"w1","status":"%s","goal":"Build a shop","done":%d,"of":2,"spent":"0.1","budget":"5",
             "agents":[{"name":"Frontend Expert","type":"frontend"}],
             "steps":[{"name":"pages","status":"done","agent":"Frontend Expert","tries":[{},{}]}],
             "quote":{"expectedCost":"1.5","p90Cost":"2.5","expectedDuration":"PT5M","p90Duration":"PT90M","notes":["n1"]},
             "approval":{"id":"w1:quote:1","hash":"abc"}}""";
    private static final String AGENT = """
            {"agentId":"reviewer","status":"deployed","version":2,"deployedVersion":1,"description":"reviews",
             "role":"reviewer","name":"Reviewer","systemPrompt":"You review.","skills":["law"],"tools":[],
             "configuration":{},"createdAt":"2026-11-20T08:00:00Z","canary":{"version":2,"share":0.2,"minimumRuns":20}}""";

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
    void aSessionIsCreatedChangedAndEnded() throws Exception {
        Path code = Files.writeString(folder.resolve("app.py"), "print(1)");
        answer("POST /v1/sessions", SESSION);
        answer("GET /v1/sessions", "{\"items\":[" + SESSION + "]}");
        answer("POST /v1/sessions/s1/agents", "{\"role\":\"test_lead\",\"status\":\"starting\",\"reason\":\"tests\"}");
        answer("DELETE /v1/sessions/s1/agents/test_lead", "{\"freedGib\":0.25}");
        answer("POST /v1/sessions/s1/messages", "{\"messageId\":3}");
        answer("DELETE /v1/sessions/s1", ENDED);
        answer(
                "GET /v1/sessions/s1/events",
                "{\"items\":[{\"role\":\"test_lead\",\"freedGib\":0.25},{\"agentsTerminated\":[\"senior_developer\"],"
                        + "\"freedGib\":0.5}]}");

        assertThat(run(
                        "session",
                        "create",
                        "Add login",
                        "--priority",
                        "high",
                        "--existing-code",
                        code.toString(),
                        "--budget",
                        "2.50",
                        "--timeout",
                        "45m"))
                .as(err.toString())
                .isZero();
        assertThat(asked.getFirst())
                .isEqualTo("POST /v1/sessions {\"taskDescription\":\"Add login\",\"context\":{\"priority\":\"high\","
                        + "\"existingCode\":\"print(1)\"},\"budget\":\"2.50\",\"timeout\":\"PT45M\"}");
        assertThat(run("session", "list")).isZero();
        assertThat(run("session", "add", "s1", "test_lead", "--reason", "tests"))
                .isZero();
        assertThat(run("session", "remove", "s1", "test_lead", "--reason", "no more"))
                .isZero();
        assertThat(asked.getLast()).startsWith("DELETE /v1/sessions/s1/agents/test_lead?reason=no%20more");
        assertThat(run("session", "message", "s1", "senior_developer", "use Java"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "spent $0.5 of $2, reserved $0.1179",
                        "held sandboxes cost $0.5 an hour",
                        "83 % less memory than all 9 roles")
                .contains("s1  active medium    senior_developer: Add login")
                .contains("test_lead is removed, 0.25 GiB are free", "message 3 waits for senior_developer");
        out.getBuffer().setLength(0);
        assertThat(run("session", "end", "s1")).isZero();
        assertThat(out.toString())
                .contains("s1  ended at 2026-11-20T08:12:30Z, after 12 min" + System.lineSeparator())
                .contains("agents that ended: senior_developer; 0.50 GiB are free", "spent $0.5 of $2")
                .doesNotContain("ready", "(ended)", "unless it is used");
    }

    @Test
    void anApprovalIsListedAndDecided() throws Exception {
        answer("GET /v1/approvals", "{\"items\":[" + APPROVAL.formatted("pending", "") + "]}");
        answer("GET /v1/approvals/a1", APPROVAL.formatted("pending", ""));
        answer(
                "POST /v1/approvals/a1/decision",
                APPROVAL.formatted("granted", ",\"decidedBy\":\"ada\",\"decidedAt\":\"now\",\"scope\":\"permanently\""),
                APPROVAL.formatted("refused", ",\"decidedBy\":\"ada\",\"decidedAt\":\"now\""));
        assertThat(run("approvals", "--kind", "agent_proposal")).isZero();
        assertThat(asked.getFirst()).startsWith("GET /v1/approvals?limit=200&status=pending&kind=agent_proposal");
        assertThat(run("approvals", "a1")).isZero();
        assertThat(run("approve", "a1", "--permanently", "--comment", "yes")).isZero();
        assertThat(asked.getLast()).endsWith("{\"decision\":\"grant\",\"scope\":\"permanently\",\"comment\":\"yes\"}");
        assertThat(run("refuse", "a1")).isZero();
        assertThat(asked.getLast()).endsWith("{\"decision\":\"refuse\"}");
        assertThat(run("approve", "a1", "--once", "--permanently")).isEqualTo(2);
        assertThat(out.toString())
                .contains("role: translator", "./signalbox approve a1", "granted permanently by ada at now");
    }

    @Test
    void aWorkflowIsFollowedAndApproved() {
        answer("POST /v1/workflows", "{\"workflowId\":\"w1\"}");
        answer(
                "GET /v1/workflows/w1",
                WORKFLOW.formatted("awaiting_approval", 0),
                WORKFLOW.formatted("running", 1),
                WORKFLOW.formatted("completed", 2));
        answer(
                "GET /v1/workflows/w1/events",
                "{\"items\":[{\"sequence\":1,\"message\":\"The plan is made\",\"done\":0,\"of\":0}]}",
                "{\"items\":[{\"sequence\":2,\"message\":\"Frontend Expert is creating pages\",\"done\":1,\"of\":2}]}",
                "{\"items\":[]}");
        assertThat(run("workflow", "start", "Build a shop", "--constraint", "Java", "--budget", "5", "--follow"))
                .isZero();
        assertThat(asked.getFirst())
                .isEqualTo(
                        "POST /v1/workflows {\"goal\":\"Build a shop\",\"constraints\":[\"Java\"],\"budget\":\"5\"}");
        assertThat(asked).anySatisfy(one -> assertThat(one).startsWith("GET /v1/workflows/w1/events?after=1"));
        assertThat(out.toString())
                .contains("The plan is made", "[1/2] Frontend Expert is creating pages", "(2 tries)")
                .contains("$1.5 expected, $2.5 in nine of ten cases; 5 min expected, 1 h 30 min in nine of ten")
                .contains("./signalbox workflow approve w1");

        answer("GET /v1/workflows/w1", WORKFLOW.formatted("awaiting_approval", 0));
        answer("POST /v1/approvals/w1:quote:1/decision", APPROVAL.formatted("granted", ",\"decidedAt\":\"now\""));
        assertThat(run("workflow", "approve", "w1", "--comment", "go")).isZero();
        assertThat(asked.getLast()).endsWith("{\"decision\":\"grant\",\"hash\":\"abc\",\"comment\":\"go\"}");

        answer("GET /v1/workflows/w1", WORKFLOW.formatted("running", 1));
        assertThat(run("workflow", "approve", "w1")).isEqualTo(1);
        assertThat(err.toString()).contains("waits for no approval: it is running");
    }

    @Test
    void aReportTellsTriesFilesAndTheQuote() {
        answer("GET /v1/workflows/w1/report", """
                {"workflowId":"w1","status":"completed","goal":"Build a shop","steps":[{"name":"pages","status":"done",
                 "agent":"Frontend Expert","tries":2,"cost":"0.2","duration":"PT12S","feedback":["no tests"],
                 "files":[{"path":"index.html","size":12}]}],"cost":"0.3","planningCost":"0.1","budget":"5",
                 "expectedCost":"0.4","againstQuote":0.5,"duration":"PT65S","reviewFailures":1,"approvedBy":"ada",
                 "notes":[]}""");
        assertThat(run("workflow", "report", "w1")).isZero();
        assertThat(out.toString())
                .contains("2 tries", "sent back: no tests", "index.html  12 bytes")
                .contains("cost $0.3 (planning $0.1) of $5; quoted $0.4, work took 50 % of that")
                .contains("took 1 min 5 s; reviews failed 1 time; approved by ada");
    }

    @Test
    void anAgentGoesFromTemplateToTrialAndBack() throws Exception {
        answer("POST /v1/agents", AGENT);
        answer("GET /v1/agents/reviewer/pipeline", """
                {"agentId":"reviewer","version":1,"stage":"generated","state":"running","message":"m","steps":
                 [{"at":"t1","stage":"generated","message":"filled in"}],"tests":[],"duration":"PT1S","cost":"0"}""", """
                {"agentId":"reviewer","version":1,"stage":"deployed","state":"done","message":"on duty","steps":
                 [{"at":"t1","stage":"generated","message":"filled in"},{"at":"t2","stage":"deployed","message":"on duty"}],
                 "tests":[{"index":1,"verdict":"passed","label":"says hello","because":"contains"}],
                 "duration":"PT9S","cost":"0.01"}""");
        answer("GET /v1/agents/reviewer", AGENT);
        answer("PUT /v1/agents/reviewer", AGENT);
        answer("POST /v1/agents/reviewer/pipeline", "{}");
        answer("POST /v1/agents/reviewer/promote", AGENT);
        answer("POST /v1/agents/reviewer/rollback", AGENT);
        answer("POST /v1/agents/reviewer/canary", AGENT);
        answer("DELETE /v1/agents/reviewer/canary", AGENT);
        answer(
                "GET /v1/agents/reviewer/diff",
                "{\"agentId\":\"reviewer\",\"from\":1,\"to\":2,\"fields\":[{\"field\":\"model\",\"from\":\"haiku\","
                        + "\"to\":\"sonnet\"}],\"systemPrompt\":\"@@ -1 +1 @@\\n-a\\n+b\\n\"}");
        answer(
                "GET /v1/agents/reviewer/evidence",
                "{\"versions\":[{\"version\":1,\"all\":{\"runs\":10,\"success\":{\"mean\":0.9,\"low\":0.6,\"high\":0.98}},"
                        + "\"classes\":[]}]}");

        assertThat(run("agent", "create", "reviewer", "--template", "custom", "--description", "reviews", "--follow"))
                .as(err.toString())
                .isZero();
        assertThat(asked.getFirst())
                .isEqualTo("POST /v1/agents {\"id\":\"reviewer\",\"name\":\"reviewer\",\"role\":\"reviewer\","
                        + "\"description\":\"reviews\",\"pipeline\":{\"generator\":\"template\",\"template\":\"custom\","
                        + "\"deploy\":\"auto\"}}");
        Path changes = Files.writeString(folder.resolve("changes.json"), "{\"model\":\"sonnet\"}");
        assertThat(run("agent", "revise", "reviewer", changes.toString(), "--canary", "0.2"))
                .isZero();
        assertThat(asked)
                .anySatisfy(one -> assertThat(one)
                        .startsWith("PUT /v1/agents/reviewer ")
                        .contains("\"systemPrompt\":\"You review.\"", "\"model\":\"sonnet\"")
                        .doesNotContain("agentId"));
        assertThat(asked.getLast()).endsWith("{\"version\":2,\"deploy\":\"canary\",\"share\":0.2}");
        for (String[] command : List.of(
                new String[] {"agent", "diff", "reviewer", "1", "2"},
                new String[] {"agent", "canary", "reviewer", "--share", "0.3"},
                new String[] {"agent", "canary", "reviewer", "--end"},
                new String[] {"agent", "promote", "reviewer"},
                new String[] {"agent", "rollback", "reviewer", "--to", "1"},
                new String[] {"agent", "evidence", "reviewer"})) {
            assertThat(run(command)).as(String.join(" ", command)).isZero();
        }
        assertThat(out.toString())
                .contains("generated  filled in", "test 1  passed", "reviewer@1  deployed, done")
                .contains("model: \"haiku\" -> \"sonnet\"", "  +b", "v1 on duty, v2 on trial with 0.2")
                .contains(
                        "reviewer: v2 on its way (v1 on duty, v2 on trial with 0.2); see ./signalbox agent pipeline reviewer")
                .contains("10 runs  success 0.9000 (0.6000 to 0.9800)");
    }

    @Test
    void whoMatchesIsToldAndWhoShouldBeMade() {
        answer(
                "POST /v1/agents/matches",
                "{\"matches\":[{\"agent\":\"tech_writer\",\"version\":1,\"name\":\"Writer\",\"score\":0.42,"
                        + "\"missingSkills\":[\"klingon\"]}],\"proposal\":{\"role\":\"translator\",\"name\":\"Translator\","
                        + "\"because\":\"nobody speaks it\"}}");
        answer("POST /v1/approvals/proposals", APPROVAL.formatted("pending", ""));
        assertThat(run("match", "Translate", "--skill", "klingon")).isZero();
        assertThat(run("match", "Translate", "--skill", "klingon", "--propose")).isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /v1/agents/matches {\"requiredSkills\":[\"klingon\"],\"prompt\":\"Translate\",\"limit\":5}",
                        "POST /v1/approvals/proposals {\"requiredSkills\":[\"klingon\"],\"taskDescription\":\"Translate\"}");
        assertThat(out.toString()).contains("42 %  tech_writer@1", "lacks [\"klingon\"]", "Should be made: Translator");
    }

    @Test
    void mistakesAreToldWithWhatToDo() {
        assertThat(run("session", "show", "nowhere")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no such thing: there is no session");
        assertThat(run("session")).isEqualTo(2);
        assertThat(run("session", "create", "x", "--existing-code", "absent.py"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no file absent.py");
        assertThat(run("agent", "revise", "a", "absent.json")).isEqualTo(2);
    }

    @Test
    void everyCommandHasHelp() {
        for (String command :
                List.of("session", "workflow", "approvals", "approve", "refuse", "agent", "match", "mcp")) {
            CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
            assertThat(line.execute(command, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: signalbox " + command);
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (all.size() > 1 || all.getFirst().equals("approvals")) {
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
        asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .strip());
        Deque<String> bodies = answers.get(request);
        String body = bodies == null
                ? "{\"title\":\"There is no such thing\",\"detail\":\"there is no session\"}"
                : bodies.size() > 1 ? bodies.remove() : bodies.element();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bodies == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
