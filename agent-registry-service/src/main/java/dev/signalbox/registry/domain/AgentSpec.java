package dev.signalbox.registry.domain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is: the part that a version fixes for ever.
 *
 * @param role what it is in a team, such as {@code senior_developer}
 * @param name for people
 * @param description what it is good for
 * @param skills names of its skills
 * @param tools names of the tools it may use
 * @param systemPrompt what the model is told first
 * @param model an alias ({@code haiku}, {@code sonnet}, {@code opus}) or a full id; the router chooses when absent
 * @param configuration further settings
 */
public record AgentSpec(
        String role,
        String name,
        String description,
        List<String> skills,
        List<String> tools,
        String systemPrompt,
        @Nullable String model,
        Map<String, String> configuration) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentSpec {
        role = role == null ? "" : role;
        name = name == null ? "" : name;
        description = description == null ? "" : description;
        skills = skills == null ? List.of() : Texts.copy(skills);
        tools = tools == null ? List.of() : Texts.copy(tools);
        systemPrompt = systemPrompt == null ? "" : systemPrompt;
        configuration = configuration == null ? Map.of() : Texts.copy(configuration);
    }

    /** Prompts stay out of logs. */
    @Override
    public String toString() {
        return "AgentSpec[role=" + role + ", name=" + name + "]";
    }
}
