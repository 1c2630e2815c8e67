package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dynamic agent: it exists in its workflow only.
 *
 * @param name for people; names it within the team
 * @param type what kind of specialist it is
 * @param systemPrompt what the model is told first
 * @param skills names of its skills
 * @param tools names of tools of the function registry
 * @param model an alias or a full id; the router chooses when absent
 */
public record TeamAgent(
        String name,
        String type,
        @JsonAlias("system_prompt") String systemPrompt,
        List<String> skills,
        List<String> tools,
        @Nullable String model) {

    /** Leaves room in an identifier for what stands before it. */
    private static final int LONGEST_SLUG = 48;

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public TeamAgent {
        name = name == null ? "" : name.strip();
        type = type == null ? "" : type;
        systemPrompt = systemPrompt == null ? "" : systemPrompt;
        skills = skills == null ? List.of() : List.copyOf(skills);
        tools = tools == null ? List.of() : List.copyOf(tools);
        model = model == null || model.isBlank() ? null : model.strip();
    }

    /** The identifier that tasks name it by. */
    public AgentId id() {
        return id(name);
    }

    static AgentId id(String name) {
        return new AgentId("team-" + slug(name));
    }

    static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        return slug.length() > LONGEST_SLUG ? slug.substring(0, LONGEST_SLUG) : slug.isEmpty() ? "agent" : slug;
    }

    /** As tasks carry it. */
    AgentDeployed deployed(int version, Instant at) {
        return new AgentDeployed(id(), version, name, type, type, skills, tools, systemPrompt, model, Map.of(), at);
    }
}
