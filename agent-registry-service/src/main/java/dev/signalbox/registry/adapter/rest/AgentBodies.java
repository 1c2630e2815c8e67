package dev.signalbox.registry.adapter.rest;

import dev.signalbox.registry.domain.AgentChanges;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.SkillSpec;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients send. */
final class AgentBodies {

    private AgentBodies() {}

    /**
     * A new agent or template.
     *
     * @param id how it is to be named; made from its name when absent
     */
    @Schema(name = "NewAgent")
    record NewAgent(
            @Nullable String id,
            @Nullable String role,
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> skills,
            @Nullable List<String> tools,
            @Nullable String systemPrompt,
            @Nullable String model,
            @Nullable Map<String, String> configuration) {

        @SuppressWarnings("NullAway") // the specification takes absent parts
        AgentSpec spec() {
            return new AgentSpec(role, name, description, skills, tools, systemPrompt, model, configuration);
        }

        @SuppressWarnings("NullAway") // the changes take absent parts
        AgentChanges changes() {
            return new AgentChanges(role, name, description, skills, tools, systemPrompt, model, configuration);
        }

        /** Prompts stay out of logs. */
        @Override
        public String toString() {
            return "NewAgent[id=" + id + ", role=" + role + "]";
        }
    }

    /**
     * A new skill.
     *
     * @param id how agents are to name it; made from its name when absent
     */
    @Schema(name = "NewSkill")
    record NewSkill(
            @Nullable String id,
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> capabilities,
            @Nullable String promptTemplate,
            @Nullable Map<String, String> configuration) {

        @SuppressWarnings("NullAway") // the specification takes absent parts
        SkillSpec spec() {
            return new SkillSpec(name, description, capabilities, promptTemplate, configuration);
        }
    }
}
