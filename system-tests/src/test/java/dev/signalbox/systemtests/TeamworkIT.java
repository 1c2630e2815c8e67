package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions, permissions, the workbench and generated teams, as a user of {@code ./signalbox up --simulate} meets them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TeamworkIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration WORK = Duration.ofSeconds(180);

    private static final String WORKED = "0000000000000000000000000000c0de";
    private static final String DISTURBED = "0000000000000000000000000000dead";

    private static final SpanReceiver receiver = new SpanReceiver();
    private static final TeamTraces traces = new TeamTraces(receiver);

    private static Stack stack;

    /** Worked on beside the other cases; the second is not approved before its own. */
    private static CompletableFuture<String> worked;

    private static String toBeDisturbed;

    @BeforeAll
    static void start() {
        stack = Stack.startSimulated(receiver);
        await("the backends are known")
                .atMost(Duration.ofSeconds(60))
                .until(() -> stack.client()
                        .post("/v1/routes", Client.code("bash", "echo hi"))
                        .body()
                        .toString()
                        .contains("\"backend\":\"scrapybara\""));
        worked = CompletableFuture.supplyAsync(TeamworkIT::approvedWorkflow);
        toBeDisturbed = workflow(DISTURBED);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        receiver.close();
    }

    private static ObjectNode object() {
        return Client.JSON.createObjectNode();
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode get(String path) {
        Client.Answer answer = stack.client().get(path);
        assertThat(answer.status()).as(path + ": " + answer.response().body()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode post(int expected, String path, JsonNode body, String... headers) {
        Client.Answer answer = stack.client().post(path, body, headers);
        assertThat(answer.status()).as(path + ": " + answer.response().body()).isEqualTo(expected);
        return answer.body();
    }

    private static JsonNode session(String description) {
        return post(201, "/v1/sessions", object().put("taskDescription", description));
    }

    private static List<String> roles(JsonNode session) {
        return each(session.path("agents"))
                .map(agent -> agent.path("role").asText())
                .toList();
    }

    static Stream<Arguments> examplesOfTheDelegator() {
        return Stream.of(
                Arguments.of("Fix typo in README", List.of("senior_developer")),
                Arguments.of(
                        "Add user authentication feature",
                        List.of("product_manager", "senior_architect", "senior_developer", "test_lead")),
                Arguments.of(
                        "Plan Q1 roadmap and budget allocation", List.of("ceo", "product_manager", "operations_head")));
    }

    @ParameterizedTest
    @MethodSource("examplesOfTheDelegator")
    void aSessionHoldsOnlyTheAgentsThatItsTaskNeeds(String description, List<String> expected) {
        JsonNode session = session(description);

        assertThat(roles(session)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(session.at("/savings/percent").asDouble()).isGreaterThan(50);
        String id = session.path("sessionId").asText();
        await("its agents are ready, and what they hold is measured")
                .atMost(SOON)
                .untilAsserted(() -> {
                    JsonNode now = get("/v1/sessions/" + id);
                    assertThat(each(now.path("agents"))
                                    .map(agent -> agent.path("status").asText()))
                            .as(now.toString())
                            .containsOnly("ready");
                    assertThat(now.at("/used/memoryGib").asDouble()).isPositive();
                });
    }

    @Test
    void aSessionThatNobodyUsesTimesOutAndFreesWhatItHeld() {
        JsonNode session = post(
                201,
                "/v1/sessions",
                object().put("taskDescription", "Fix typo in README").put("timeout", "PT3S"));
        String id = session.path("sessionId").asText();

        await().atMost(SOON)
                .until(() -> get("/v1/sessions/" + id).path("status").asText().equals("ended"));
        JsonNode ended = get("/v1/sessions/" + id);
        assertThat(ended.path("endReason").asText()).isEqualTo("timed_out");
        await("nothing is held any more")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(heldSandboxes(id)).isEmpty());
    }

    /** Latest record of each hold of the session that is no tombstone. */
    private static List<String> heldSandboxes(String session) {
        java.util.Map<String, Boolean> held = new java.util.HashMap<>();
        try (TaskEventsReader holds = new TaskEventsReader(stack.kafka(), "session-sandboxes")) {
            holds.readToEnd().forEach(record -> {
                if (record.key() != null && record.key().contains(session)) {
                    held.put(record.key(), record.value() != null);
                }
            });
        }
        return held.entrySet().stream()
                .filter(java.util.Map.Entry::getValue)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    @Test
    void anAgentOfASessionRemembersAndItsFilesAreStillThere() {
        String id = session("Fix typo in README").path("sessionId").asText();

        JsonNode first = runInSession(id, "Write a file greeting.txt and remember it.");
        JsonNode second = runInSession(id, "What did I ask you before?");

        assertThat(second.at("/result/answer/agent").asText()).isEqualTo("senior_developer");
        assertThat(first.path("sessionId").asText()).isEqualTo(id);
        JsonNode ended = stack.client().delete("/v1/sessions/" + id).body();
        assertThat(new BigDecimal(ended.at("/account/spent").asText()))
                .isGreaterThanOrEqualTo(new BigDecimal(
                                first.at("/result/cost/total").asText())
                        .add(new BigDecimal(second.at("/result/cost/total").asText())));
        assertThat(new BigDecimal(ended.at("/account/reserved").asText())).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(stack.client()
                        .post("/v1/sessions/" + id + "/tasks", object().put("prompt", "One more thing."))
                        .status())
                .isEqualTo(409);
    }

    private static JsonNode runInSession(String session, String prompt) {
        JsonNode accepted = post(
                202,
                "/v1/sessions/" + session + "/tasks",
                object().put("prompt", prompt).put("model", "haiku").put("agent", "senior_developer"));
        JsonNode task = stack.client().awaitEnd(accepted.path("taskId").asText(), Duration.ofSeconds(60));
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        return task;
    }

    @Test
    void anMcpClientCreatesASessionRunsATaskInItAndEndsIt() {
        McpClient mcp = new McpClient(stack.port("gateway-service"));

        JsonNode session = mcp.call("create_session", object().put("task_description", "Fix typo in README"));
        String id = session.path("session_id").asText();
        JsonNode task = mcp.call(
                "run_task",
                object().put("prompt", "Say hello.").put("model", "haiku").put("session_id", id));
        JsonNode listed = mcp.call("list_active_sessions", object());
        JsonNode ended = mcp.call("end_session", object().put("session_id", id));

        assertThat(session.path("active_agents").toString()).contains("senior_developer");
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(each(listed.path("sessions"))
                        .map(one -> one.path("session_id").asText()))
                .contains(id);
        assertThat(ended.path("agents_terminated").toString()).contains("senior_developer");
    }

    @Test
    void aTaskThatNobodyCanDoLeadsToAProposalAPermissionAndAResult() {
        ObjectNode spec =
                object().put("prompt", "Translate this shanty into Breton.").put("model", "haiku");
        spec.putArray("requiredSkills").add("breton_translation");
        String id = stack.client().submit(spec);
        await().atMost(SOON)
                .until(() -> get("/v1/tasks/" + id).path("status").asText().equals("awaiting_approval"));

        JsonNode approval = await().atMost(SOON).until(() -> approvalOfTask(id), node -> !node.isMissingNode());
        assertThat(approval.at("/details/skills").toString()).contains("breton_translation");
        ObjectNode decision =
                object().put("decision", "grant").put("scope", "once").put("comment", "go on");
        String path = "/v1/approvals/" + approval.path("approvalId").asText() + "/decision";
        post(200, path, decision);
        post(200, path, decision);

        JsonNode task = stack.client().awaitEnd(id, Duration.ofSeconds(60));
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stack.client().events(id, ""))
                        .extracting(Client.Event::type)
                        .containsOnlyOnce("TaskAccepted", "TaskAwaitingApproval", "TaskCompleted"));
    }

    @Test
    void aTaskWhoseProposalIsRefusedEndsWithThatReason() {
        ObjectNode spec =
                object().put("prompt", "Translate this shanty into Cornish.").put("model", "haiku");
        spec.putArray("requiredSkills").add("cornish_translation");
        String id = stack.client().submit(spec);
        JsonNode approval = await().atMost(SOON).until(() -> approvalOfTask(id), node -> !node.isMissingNode());

        post(
                200,
                "/v1/approvals/" + approval.path("approvalId").asText() + "/decision",
                object().put("decision", "refuse").put("comment", "not this quarter"));

        JsonNode task = stack.client().awaitEnd(id, Duration.ofSeconds(60));
        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.at("/result/problem/type").asText()).isEqualTo("urn:signalbox:problem:approval-refused");
        assertThat(task.at("/result/problem/detail").asText()).contains("not this quarter");
    }

    private static JsonNode approvalOfTask(String task) {
        return each(get("/v1/approvals?status=pending&limit=100").path("items"))
                .filter(item -> item.at("/subject/taskId").asText().equals(task))
                .findFirst()
                .orElse(Client.JSON.missingNode());
    }

    @Test
    void anAgentGoesFromATemplateToDutyIsTriedInANewVersionAndGoesBack() {
        Instant began = Instant.now();
        ObjectNode first = object().put("id", "contract_reviewer")
                .put("name", "Contract reviewer")
                .put("description", "Reviews contracts for data protection.");
        first.putObject("pipeline").put("template", "security_auditor");
        post(202, "/v1/agents", first);
        awaitStage("contract_reviewer", 1, "deployed");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMinutes(2));

        JsonNode deployed = get("/v1/agents/contract_reviewer");
        ObjectNode second = object();
        for (String field : List.of("role", "name", "skills", "tools", "systemPrompt", "model")) {
            second.set(field, deployed.path(field));
        }
        second.put("description", "Reviews contracts for data protection and liability.");
        Client.Answer revised = stack.client().put("/v1/agents/contract_reviewer", second);
        assertThat(revised.status()).as(revised.response().body()).isEqualTo(200);
        ObjectNode trial = object().put("deploy", "canary").put("share", 0.5);
        post(202, "/v1/agents/contract_reviewer/pipeline", trial);
        awaitStage("contract_reviewer", 2, "canary");
        await("both versions are chosen")
                .atMost(SOON)
                .until(() -> versionsChosen().containsAll(List.of(1, 2)));

        post(200, "/v1/agents/contract_reviewer/promote", object());
        post(200, "/v1/agents/contract_reviewer/rollback", object());

        assertThat(get("/v1/agents/contract_reviewer").path("deployedVersion").asInt())
                .isEqualTo(1);
        assertThat(get("/v1/agents/contract_reviewer/diff?from=1&to=2").toString())
                .contains("liability");
        await("the router knows").atMost(SOON).until(() -> versionsChosen().equals(java.util.Set.of(1)));
    }

    @Test
    void everyTemplateBecomesAnAgent() {
        List<String> templates = List.of("research_specialist", "ui_designer", "api_specialist", "custom");
        for (String template : templates) {
            ObjectNode agent = object().put("id", "made_from_" + template)
                    .put("name", "Made from " + template)
                    .put("description", "Shows that the template works.");
            agent.putObject("pipeline").put("template", template);

            post(202, "/v1/agents", agent, TeamTraces.headers(traceOf(template)));
        }

        for (String template : templates) {
            awaitStage("made_from_" + template, 1, "deployed");
            traces.workbenchIsOneTrace(traceOf(template), "made_from_" + template);
        }
    }

    private static String traceOf(String template) {
        return String.format("%032x", 0x1000 + (template.hashCode() & 0xffff));
    }

    private static void awaitStage(String agent, int version, String stage) {
        await(agent + " is " + stage)
                .atMost(Duration.ofSeconds(115))
                .untilAsserted(() -> assertThat(get("/v1/agents/" + agent + "/pipeline?version=" + version)
                                .path("stage")
                                .asText())
                        .isEqualTo(stage));
    }

    /** Versions that previews of twenty tasks chose. */
    private static java.util.Set<Integer> versionsChosen() {
        java.util.Set<Integer> chosen = new java.util.TreeSet<>();
        for (int i = 0; i < 20; i++) {
            JsonNode decided = post(
                    200,
                    "/v1/routes",
                    object().put("prompt", "Review contract " + i).put("agent", "contract_reviewer"));
            JsonNode route = decided.findPath("chosen").path("route");
            chosen.add(route.path("agentVersion").asInt());
        }
        return chosen;
    }

    private static String approvedWorkflow() {
        String id = workflow(WORKED);
        JsonNode quoted = awaitWorkflow(id, "awaiting_approval", WORK);
        assertThat(quoted.path("agents")).as(quoted.toString()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(quoted.at("/approval/hash").asText()).isNotEmpty();

        approve(id);
        return id;
    }

    /** After those that it runs beside. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void aGoalBecomesATeamAQuoteAnApprovalWorkAndAReport() {
        String id = worked.join();
        awaitWorkflow(id, "completed", WORK);
        JsonNode report = get("/v1/workflows/" + id + "/report");
        assertThat(report.path("steps")).as(report.toString()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(each(report.path("steps"))
                        .mapToInt(step -> step.path("tries").asInt()))
                .as("one review failed once: " + report)
                .contains(2);
        assertThat(report.path("reviewFailures").asInt()).isPositive();
        assertThat(new BigDecimal(report.path("cost").asText())).isPositive();
        traces.workflowIsOneTrace(stack, WORKED, id);
    }

    private static String workflow(String trace) {
        JsonNode accepted = post(
                202,
                "/v1/workflows",
                object().put("goal", "Build a full-stack e-commerce app").put("budget", "50.00"),
                TeamTraces.headers(trace));
        return accepted.path("workflowId").asText();
    }

    private static JsonNode awaitWorkflow(String id, String status, Duration limit) {
        return await("workflow " + id + " is " + status)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            Client.Answer answer = stack.client().get("/v1/workflows/" + id);
                            return answer.status() == 200 ? answer.body() : Client.JSON.missingNode();
                        },
                        view -> {
                            String now = view.path("status").asText();
                            if (List.of("failed", "cancelled", "refused", "expired")
                                    .contains(now)) {
                                throw new AssertionError("it is " + now + ": " + view);
                            }
                            return now.equals(status);
                        });
    }

    private static void approve(String workflow) {
        JsonNode approval = await().atMost(SOON)
                .until(
                        () -> each(get("/v1/approvals?status=pending&limit=100").path("items"))
                                .filter(item ->
                                        item.at("/subject/workflowId").asText().equals(workflow))
                                .findFirst()
                                .orElse(Client.JSON.missingNode()),
                        node -> !node.isMissingNode());
        post(
                200,
                "/v1/approvals/" + approval.path("approvalId").asText() + "/decision",
                object().put("decision", "grant")
                        .put("hash", approval.path("hash").asText()));
    }

    /** Last, when nothing else is under way. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aWorkflowGoesOnAlthoughEveryServiceIsKilledOnceInTheMiddle() throws InterruptedException {
        String id = toBeDisturbed;
        awaitWorkflow(id, "awaiting_approval", WORK);
        approve(id);
        awaitWorkflow(id, "running", SOON);

        for (String victim : Stack.SERVICES) {
            stack.process(victim).kill();
            Thread.sleep(300);
            stack.process(victim).start();
        }

        awaitWorkflow(id, "completed", Duration.ofSeconds(300));
        JsonNode report = get("/v1/workflows/" + id + "/report");
        assertThat(each(report.path("steps"))
                        .mapToInt(step -> step.path("tries").asInt()))
                .as(report.toString())
                .allMatch(tries -> tries <= 2);
        traces.workflowStayedInItsTrace(stack, DISTURBED, id);
    }
}
