package dev.signalbox.gateway.adapter.mcp;

import static dev.signalbox.gateway.adapter.mcp.JsonWords.copy;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.encoded;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.app.Services;
import dev.signalbox.gateway.app.Services.Service;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;

/** What humans are asked to decide. */
@Singleton
final class ApprovalTools {

    private static final String APPROVALS = "/v1/approvals";
    private static final int DEFAULT_LIMIT = 50;

    /** Members of an approval as REST tells them, and as the tools do. */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("approvalId", "approval_id"),
            Map.entry("kind", "kind"),
            Map.entry("status", "status"),
            Map.entry("title", "title"),
            Map.entry("detail", "detail"),
            Map.entry("hash", "hash"),
            Map.entry("details", "details"),
            Map.entry("requestedAt", "requested_at"),
            Map.entry("expiresAt", "expires_at"),
            Map.entry("scope", "scope"),
            Map.entry("decidedBy", "decided_by"),
            Map.entry("decidedAt", "decided_at"),
            Map.entry("comment", "comment"));

    private final Services services;

    ApprovalTools(Services services) {
        this.services = services;
    }

    Map<String, ToolCall.Function> functions() {
        return Map.of("propose_agent", this::propose, "list_approvals", this::list, "decide_approval", this::decide);
    }

    private Uni<ToolOutcome> propose(ToolCall call) {
        ObjectNode body = object();
        copy(call.arguments(), "task_description", body, "taskDescription");
        copy(call.arguments(), "required_skills", body, "requiredSkills");
        copy(call.arguments(), "role", body, "role");
        return services.ask(Service.SESSION, call.caller(), "POST", APPROVALS + "/proposals", body)
                .map(approval -> ToolOutcome.of(told(approval)));
    }

    private Uni<ToolOutcome> list(ToolCall call) {
        String kind = call.text("kind");
        String address = APPROVALS
                + "?status=" + call.arguments().path("status").asText("pending")
                + "&limit=" + call.arguments().path("limit").asInt(DEFAULT_LIMIT)
                + (kind == null ? "" : "&kind=" + kind);
        return services.ask(Service.SESSION, call.caller(), "GET", address, null)
                .map(page -> {
                    ArrayNode approvals = Json.mapper().createArrayNode();
                    page.path("items").forEach(approval -> approvals.add(told(approval)));
                    ObjectNode answer = object();
                    answer.set("approvals", approvals);
                    return ToolOutcome.of(answer.put("total_approvals", approvals.size()));
                });
    }

    private Uni<ToolOutcome> decide(ToolCall call) {
        ObjectNode body = object();
        for (String name : new String[] {"decision", "scope", "comment", "hash"}) {
            copy(call.arguments(), name, body, name);
        }
        String address = APPROVALS + "/" + encoded(call.required("approval_id")) + "/decision";
        return services.ask(Service.SESSION, call.caller(), "POST", address, body)
                .map(approval -> ToolOutcome.of(told(approval)));
    }

    private static JsonNode told(JsonNode approval) {
        ObjectNode told = object();
        MEMBERS.forEach((from, to) -> copy(approval, from, told, to));
        JsonNode subject = approval.path("subject");
        copy(subject, "taskId", told, "task_id");
        copy(subject, "workflowId", told, "workflow_id");
        copy(subject, "sessionId", told, "session_id");
        return told;
    }
}
