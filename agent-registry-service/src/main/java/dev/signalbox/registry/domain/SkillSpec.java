package dev.signalbox.registry.domain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A capability that agents offer and tasks require.
 *
 * @param name for people
 * @param description what an agent with this skill can do
 * @param capabilities what it needs of the place where it runs: {@code network}, {@code packages}, ...
 * @param promptTemplate a paragraph for the system prompt of an agent that is given this skill
 * @param configuration further settings
 */
public record SkillSpec(
        String name,
        String description,
        List<String> capabilities,
        @Nullable String promptTemplate,
        Map<String, String> configuration) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public SkillSpec {
        name = name == null ? "" : name;
        description = description == null ? "" : description;
        capabilities = capabilities == null ? List.of() : Texts.copy(capabilities);
        configuration = configuration == null ? Map.of() : Texts.copy(configuration);
    }
}
