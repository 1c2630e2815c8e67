package dev.signalbox.gateway.adapter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.gateway.testing.NodeProject;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official JavaScript clients against the gateway: version 1, version 2 as it comes, and version 2 when it insists
 * on the protocol without sessions. The clients hold structured content against the output schemas themselves.
 */
@QuarkusTest
@TestProfile(ClientsIT.OneTenant.class)
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(400)
class ClientsIT {

    public static final class OneTenant implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("SIGNALBOX_API_KEYS", "key-a=alpha");
        }
    }

    @Inject
    Neighbours neighbours;

    @TestHTTPResource("/mcp")
    String url;

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "modern"})
    void workWithASession(String flavour) throws Exception {
        NodeProject clients = NodeProject.install("mcp-clients", "/mcp", List.of("client.mjs"));
        Delegation delegation = new Delegation(neighbours, "alpha");
        delegation.answers();
        TaskId task = new TaskId(Identifiers.timeOrdered(Instant.now()));
        var worked = delegation.works(task);

        NodeProject.Outcome outcome =
                clients.run(Map.of("MCP_URL", url, "MCP_KEY", "key-a"), 120, "node", "client.mjs", flavour);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        worked.get(20, TimeUnit.SECONDS);
        JsonNode seen = Json.mapper().readTree(outcome.output());
        assertThat(seen.at("/server/name").asText()).isEqualTo("signalbox");
        assertThat(seen.path("instructions").asText()).contains("run_task");
        assertThat(seen.path("tools")).hasSize(15);
        assertThat(seen.path("schemas").asInt()).isEqualTo(15);
        sessionIsToldInTheNamesOfTheDelegator(seen.path("calls"));
        taskIsFollowed(seen, task);
        agentsAndApprovalsAreTold(seen.path("calls"));
        mistakesAreToldInWords(seen);
        servicesKnowWhoAsked();
    }

    private static void sessionIsToldInTheNamesOfTheDelegator(JsonNode calls) throws Exception {
        isStructured(calls, "analysed", """
                {"task_type":"bug_fix","complexity":"low","recommended_agents":["senior_developer"],
                "reasoning":"a bug needs a developer","estimated_time":"1 hour 5 minutes"}""");
        isStructured(calls, "created", """
                {"session_id":"s-1","active_agents":["senior_developer"],
                "estimated_resources":{"memory_gb":2.5,"cpu_cores":2.0},"status":"active"}""");
        isStructured(calls, "added", """
                {"agent_role":"test_lead","status":"starting","model":null,"ready_in_seconds":null}""");
        isStructured(calls, "removed", """
                {"agent_role":"test_lead","status":"removed","resources_freed_gb":0.25}""");
        assertThat(calls.at("/listed/structured/total_sessions").asInt()).isEqualTo(1);
        assertThat(calls.at("/listed/structured/sessions/0").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "session_id", "task_description", "active_agents", "created_at", "uptime_minutes");
        isStructured(calls, "ended", """
                {"session_id":"s-1","agents_terminated":["senior_developer"],"resources_freed_gb":0.75,
                "session_duration_minutes":90.0}""");
    }

    private static void isStructured(JsonNode calls, String label, String expected) throws Exception {
        JsonNode call = calls.path(label);
        // Not as trees, because 2 and 2.0 are two nodes.
        assertThat(new JsonObject(call.path("structured").toString()))
                .as(label)
                .isEqualTo(new JsonObject(Json.mapper().readTree(expected).toString()));
        assertThat(new JsonObject(call.path("text").asText()))
                .isEqualTo(new JsonObject(call.path("structured").toString()));
    }

    private static void taskIsFollowed(JsonNode seen, TaskId task) {
        JsonNode run = seen.at("/calls/run/structured");
        assertThat(run.path("task_id").asText()).isEqualTo(task.value());
        assertThat(run.path("status").asText()).isEqualTo("succeeded");
        assertThat(run.path("result").asText()).isEqualTo("hello\n");
        assertThat(run.path("cost_usd").isNumber()).isTrue();
        assertThat(seen.path("progress").findValuesAsText("message"))
                .containsExactly("accepted", "runs on local", "succeeded");
        assertThat(seen.path("progress").findValuesAsText("progress")).containsExactly("1", "2", "3");
    }

    private static void agentsAndApprovalsAreTold(JsonNode calls) {
        JsonNode agent = calls.at("/agents/structured/agents/0");
        assertThat(agent.path("agent_id").asText()).isEqualTo("senior_developer");
        assertThat(agent.path("skills")).hasSize(1);
        JsonNode matches = calls.at("/matches/structured");
        assertThat(matches.at("/agents/0/score").asDouble()).isEqualTo(0.75);
        assertThat(matches.at("/agents/0/description").asText()).isEqualTo("writes code");
        assertThat(matches.at("/proposed_agent/role").asText()).isEqualTo("translator");
        assertThat(calls.at("/proposed/structured/approval_id").asText()).isEqualTo("a-1");
        assertThat(calls.at("/approvals/structured/approvals/0/task_id").asText())
                .isEqualTo("t-1");
        assertThat(calls.at("/decided/structured/decided_by").asText()).isEqualTo("ada");
    }

    private static void mistakesAreToldInWords(JsonNode seen) {
        JsonNode invalid = seen.at("/calls/invalid");
        assertThat(invalid.path("error").asBoolean()).isTrue();
        assertThat(invalid.path("text").asText()).contains("task_description", "description", "input schema");
        JsonNode refused = seen.at("/calls/refused");
        assertThat(refused.path("error").asBoolean()).isTrue();
        assertThat(refused.path("text").asText()).startsWith("There is no such thing");
        assertThat(seen.at("/unknown/code").asInt()).isEqualTo(-32602);
    }

    private void servicesKnowWhoAsked() {
        JsonObject created = neighbours.asked("/v1/sessions").stream()
                .filter(request -> request.getString("method").equals("POST")
                        && request.getString("uri").equals("/v1/sessions"))
                .toList()
                .getLast();
        assertThat(created.getJsonObject("headers").getString("x-signalbox-tenant"))
                .isEqualTo("alpha");
        assertThat(created.getJsonObject("headers").getString("x-signalbox-actor"))
                .isEqualTo("ada");
        assertThat(new JsonObject(created.getString("body"))).isEqualTo(new JsonObject("""
                                {"taskDescription":"Fix the login","context":{"priority":"high",
                                "existingCode":"print(1)","deadline":"2026-12-01T17:00:00Z"}}"""));
        assertThat(neighbours
                        .asked("/v1/sessions/s-1/agents/test_lead")
                        .getLast()
                        .getString("uri"))
                .isEqualTo("/v1/sessions/s-1/agents/test_lead?reason=done");
    }
}
