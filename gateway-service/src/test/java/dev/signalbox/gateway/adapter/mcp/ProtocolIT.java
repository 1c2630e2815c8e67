package dev.signalbox.gateway.adapter.mcp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol without sessions, byte by byte, and what keeps strangers away from both. */
@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class ProtocolIT {

    private static final String VERSION = "2026-07-28";

    @Inject
    Neighbours neighbours;

    private static ObjectNode message(String method, String params) {
        try {
            ObjectNode message = Json.mapper()
                    .createObjectNode()
                    .put("jsonrpc", "2.0")
                    .put("id", 1)
                    .put("method", method);
            ObjectNode given = (ObjectNode) Json.mapper().readTree(params);
            given.putObject("_meta")
                    .put("io.modelcontextprotocol/protocolVersion", VERSION)
                    .putObject("io.modelcontextprotocol/clientCapabilities");
            message.set("params", given);
            return message;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static RequestSpecification headers(String method, @Nullable String name) {
        RequestSpecification request = given().header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", VERSION)
                .header("Mcp-Method", method);
        return name == null ? request : request.header("Mcp-Name", name);
    }

    private static ValidatableResponse send(RequestSpecification headers, JsonNode message) {
        return headers.body(message.toString()).post("/mcp").then();
    }

    private static ValidatableResponse callTool(String name, String arguments) {
        return send(
                headers("tools/call", name),
                message("tools/call", "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "}"));
    }

    @Test
    void isDiscovered() {
        send(headers("server/discover", null), message("server/discover", "{}"))
                .statusCode(200)
                .body("result.supportedVersions", hasItem(VERSION))
                .body("result.resultType", equalTo("complete"))
                .body("result.capabilities.tools.size()", equalTo(0))
                .body("result.instructions", containsString("run_task"));
    }

    @Test
    void listsTheToolsInTheSameOrderAlways() {
        String first = send(headers("tools/list", null), message("tools/list", "{}"))
                .statusCode(200)
                .body("result.tools", hasSize(15))
                .body("result.tools[0].name", equalTo("create_session"))
                .body("result.cacheScope", equalTo("private"))
                .extract()
                .asString();
        assertThat(send(headers("tools/list", null), message("tools/list", "{}"))
                        .extract()
                        .asString())
                .isEqualTo(first)
                .doesNotContain("$use");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MCP-Protocol-Version | 2025-11-25",
                "Mcp-Method | tools/list",
                "Mcp-Name | get_task",
                "Mcp-Name | =?base64?!?=",
            })
    void refusesHeadersThatDisagreeWithTheBody(String header, String value) {
        RequestSpecification request = given().header("Content-Type", "application/json");
        for (var one : java.util.Map.of(
                        "MCP-Protocol-Version", VERSION, "Mcp-Method", "tools/call", "Mcp-Name", "list_agents")
                .entrySet()) {
            request.header(one.getKey(), one.getKey().equals(header) ? value : one.getValue());
        }
        send(request, message("tools/call", "{\"name\":\"list_agents\"}"))
                .statusCode(400)
                .body("error.code", equalTo(-32020))
                .body("error.message", containsString(header));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        send(headers("prompts/list", null), message("prompts/list", "{}"))
                .statusCode(404)
                .body("error.code", equalTo(-32601));
        callTool("no_such_tool", "{}").statusCode(400).body("error.code", equalTo(-32602));
        ObjectNode other = message("tools/list", "{}");
        ((ObjectNode) other.at("/params/_meta")).put("io.modelcontextprotocol/protocolVersion", "2030-01-01");
        send(headers("tools/list", null).header("MCP-Protocol-Version", "2030-01-01"), other);
        ObjectNode incapable = message("tools/list", "{}");
        ((ObjectNode) incapable.at("/params/_meta")).remove("io.modelcontextprotocol/clientCapabilities");
        send(headers("tools/list", null), incapable).statusCode(400).body("error.code", equalTo(-32602));
    }

    @Test
    void namesTheVersionsThatItSpeaks() {
        ObjectNode other = message("tools/list", "{}");
        ((ObjectNode) other.at("/params/_meta")).put("io.modelcontextprotocol/protocolVersion", "2030-01-01");
        send(
                        given().header("Content-Type", "application/json")
                                .header("MCP-Protocol-Version", "2030-01-01")
                                .header("Mcp-Method", "tools/list"),
                        other)
                .statusCode(400)
                .body("error.code", equalTo(-32022))
                .body("error.data.supported", hasItem(VERSION))
                .body("error.data.requested", equalTo("2030-01-01"));
    }

    @Test
    void takesNotificationsAndNothingButPost() {
        ObjectNode notification = message("notifications/cancelled", "{}");
        notification.remove("id");
        send(headers("notifications/cancelled", null), notification).statusCode(202);
        given().get("/mcp").then().statusCode(405);
        given().delete("/mcp").then().statusCode(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example:80",
                "null",
                "file://",
                "http://user@evil.example"
            })
    void keepsPagesOfOtherOriginsAway(String origin) {
        send(headers("tools/list", null).header("Origin", origin), message("tools/list", "{}"))
                .statusCode(403);
        given().header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Origin", origin)
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}")
                .post("/mcp")
                .then()
                .statusCode(403);
    }

    @Test
    void keepsNamesAwayThatPointHere() {
        send(headers("tools/list", null).header("Host", "evil.example"), message("tools/list", "{}"))
                .statusCode(403);
        send(headers("tools/list", null).header("Origin", "http://localhost:3000"), message("tools/list", "{}"))
                .statusCode(200);
    }

    @Test
    void hasOneEndpointOnly() {
        given().get("/mcp/sse").then().statusCode(404);
        given().body("{}").post("/mcp/messages/x").then().statusCode(404);
    }

    @Test
    void refusesBodiesOverTheLimit() {
        given().header("Content-Type", "application/json")
                .body(new byte[9 * 1024 * 1024])
                .post("/mcp")
                .then()
                .statusCode(413);
    }

    @Test
    void answersAtOnceWhereAHumanMustDecide() {
        TaskId task = new TaskId(Identifiers.timeOrdered(Instant.now()));
        Instant now = Instant.now();
        neighbours.knows(task, "default", TaskStatus.AWAITING_APPROVAL);
        neighbours.answers("POST /v1/sessions/waiting/tasks", 202, "{\"taskId\":\"" + task + "\"}");
        neighbours.tells(
                task,
                new TaskAwaitingApproval(
                        task,
                        1,
                        new ApprovalRequested(
                                new ApprovalId(task + ":1"),
                                new TenantId("default"),
                                ApprovalKind.AGENT_PROPOSAL,
                                ApprovalSubject.task(task, 1, null),
                                "Make a translator?",
                                "nobody speaks Klingon",
                                Json.mapper().createObjectNode(),
                                "abc",
                                now.plusSeconds(60),
                                now),
                        now));
        callTool("run_task", "{\"prompt\":\"translate\",\"session_id\":\"waiting\",\"wait_seconds\":50}")
                .statusCode(200)
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.status", equalTo("awaiting_approval"))
                .body("result.structuredContent.waiting_for.approval_id", equalTo(task + ":1"))
                .body("result.structuredContent.next_step", containsString("decide_approval"));
    }

    @Test
    void doesNotWaitWhereItNeedNot() {
        callTool("run_task", "{\"code\":\"print(1)\",\"language\":\"python\",\"wait\":false}")
                .statusCode(200)
                .body("result.structuredContent.status", equalTo("queued"))
                .body("result.structuredContent.next_step", containsString("get_task"));
    }

    @Test
    void answersWhatItKnowsWhenTheTimeIsOver() {
        callTool("run_task", "{\"code\":\"print(1)\",\"wait_seconds\":1}")
                .statusCode(200)
                .body("result.structuredContent.status", equalTo("queued"));
    }

    @Test
    void tellsProgressOnTheStreamOfTheCall() {
        TaskId task = new TaskId(Identifiers.timeOrdered(Instant.now()));
        neighbours.knows(task, "default", TaskStatus.SUCCEEDED);
        neighbours.answers("POST /v1/sessions/streamed/tasks", 202, "{\"taskId\":\"" + task + "\"}");
        neighbours.tells(task, Neighbours.completed(task));
        ObjectNode message = message(
                "tools/call", "{\"name\":\"run_task\",\"arguments\":{\"prompt\":\"p\",\"session_id\":\"streamed\"}}");
        ((ObjectNode) message.at("/params/_meta")).put("progressToken", "t-1");
        String stream = send(headers("tools/call", "run_task"), message)
                .statusCode(200)
                .header("Content-Type", containsString("text/event-stream"))
                .extract()
                .asString();
        assertThat(stream).contains("\"progressToken\":\"t-1\"", "\"message\":\"succeeded\"", "\"result\":\"hello");
        assertThat(stream.indexOf("notifications/progress")).isLessThan(stream.indexOf("resultType"));
    }

    @Test
    void saysWhatIsWrongAndWhatToDoNext() {
        callTool("explain_route", "{}")
                .statusCode(200)
                .body("result.isError", equalTo(true))
                .body("result.content[0].text", containsString("give a task_id"));
        neighbours.answers(
                "POST /v1/sessions/ended/tasks",
                409,
                "{\"type\":\"urn:signalbox:problem:session-ended\",\"title\":\"The session has ended\","
                        + "\"status\":409,\"detail\":\"it timed out\"}");
        callTool("run_task", "{\"prompt\":\"p\",\"session_id\":\"ended\"}")
                .statusCode(200)
                .body("result.isError", equalTo(true))
                .body(
                        "result.content[0].text",
                        equalTo("The session has ended: it timed out\nCreate another session with create_session."));
        callTool("end_session", "{\"session_id\":\"..\"}").statusCode(200).body("result.isError", equalTo(true));
        callTool("create_session", "{\"task_description\":\"t\",\"context\":{\"deadline\":\"soon\"}}")
                .body("result.content[0].text", containsString("2026-11-30T18:00:00Z"));
    }
}
