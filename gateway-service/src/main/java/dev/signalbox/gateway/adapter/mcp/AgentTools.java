package dev.signalbox.gateway.adapter.mcp;

import static dev.signalbox.gateway.adapter.mcp.JsonWords.copy;
import static dev.signalbox.gateway.adapter.mcp.JsonWords.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.Services;
import dev.signalbox.gateway.app.Services.Service;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who there is, and who could do a task. */
@Singleton
final class AgentTools {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_AGENTS = 200;
    private static final int MOST_MATCHES = 50;

    private final Services services;

    AgentTools(Services services) {
        this.services = services;
    }

    Map<String, ToolCall.Function> functions() {
        return Map.of("list_agents", this::list);
    }

    private Uni<ToolOutcome> list(ToolCall call) {
        String description = call.text("task_description");
        boolean skills = !call.arguments().path("required_skills").isEmpty();
        int limit = call.arguments().path("limit").asInt(DEFAULT_LIMIT);
        if (description == null && !skills) {
            return deployed(call, limit).map(page -> {
                ArrayNode agents = Json.mapper().createArrayNode();
                page.path("agents").forEach(agent -> agents.add(agent(agent)));
                return listed(agents, null);
            });
        }
        ObjectNode body = object().put("limit", Math.min(limit, MOST_MATCHES));
        JsonWords.put(body, "prompt", description == null ? "Any task that needs these skills." : description);
        copy(call.arguments(), "required_skills", body, "requiredSkills");
        // Who they are is the registry's to say; without it the matches still are an answer.
        Uni<JsonNode> known =
                deployed(call, MOST_AGENTS).onFailure(Refusal.class).recoverWithItem(object());
        return Uni.combine()
                .all()
                .unis(services.ask(Service.ROUTER, call.caller(), "POST", "/internal/agent-matches", body), known)
                .with(AgentTools::matched);
    }

    private Uni<JsonNode> deployed(ToolCall call, int limit) {
        return services.ask(Service.REGISTRY, call.caller(), "GET", "/v1/agents?status=deployed&limit=" + limit, null);
    }

    private static ToolOutcome matched(JsonNode answer, JsonNode page) {
        Map<String, JsonNode> known = new HashMap<>();
        page.path("agents").forEach(agent -> known.put(agent.path("agentId").asText(), agent));
        AgentMatches matches;
        try {
            matches = Json.mapper().treeToValue(answer, AgentMatches.class);
        } catch (JsonProcessingException e) {
            throw Refusal.unavailable("router-service gave an answer that is none; try again", e);
        }
        ArrayNode agents = Json.mapper().createArrayNode();
        for (AgentMatches.Match match : matches.matches()) {
            JsonNode agent = known.get(match.agent().value());
            ObjectNode told = agent == null ? object() : agent(agent);
            told.put("agent_id", match.agent().value())
                    .put("name", match.name())
                    .put("version", match.version())
                    .put("score", match.score());
            told.set("missing_skills", JsonWords.texts(match.missingSkills()));
            agents.add(told);
        }
        return listed(agents, matches);
    }

    private static ToolOutcome listed(ArrayNode agents, @Nullable AgentMatches matches) {
        ObjectNode answer = object();
        answer.set("agents", agents);
        answer.put("total_agents", agents.size());
        if (matches != null) {
            RouteTool.proposal(answer, matches.proposal());
        }
        return ToolOutcome.of(answer);
    }

    private static ObjectNode agent(JsonNode agent) {
        ObjectNode told = object();
        copy(agent, "agentId", told, "agent_id");
        for (String name : new String[] {"name", "role", "description", "version", "model"}) {
            copy(agent, name, told, name);
        }
        told.set("skills", JsonWords.list(agent, "skills"));
        told.set("tools", JsonWords.list(agent, "tools"));
        return told;
    }
}
